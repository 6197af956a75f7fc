package io.intarsia.store.crypt;

import io.intarsia.store.StoreHeader;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of an encrypted store, open. Thread-safe. */
public final class KeyRing implements StoreKeys {
  private final BlobStore raw;
  private final byte @Nullable [] storeId;
  private final int slotId;
  private final SlotKey slotKey;
  private final Fingerprints fingerprints;
  private volatile Opened opened;

  /** Of the newest file of keys that is known to outlive a power failure. */
  private volatile long durableGeneration;

  /** What a file of keys says to one who has a key. */
  record Opened(KeyFile file, byte[] master, KeySet set) {}

  /** What is known of a file of keys. */
  enum Trust {
    /** Who wrote it had the keys, and nobody changed it since. */
    PROVEN,
    /** Somebody without the keys changed it. */
    CHANGED,
    /** It has no slot for the key that this was opened with. */
    UNKNOWN
  }

  /**
   * @param storeId of the store; null where its header cannot be read
   */
  KeyRing(BlobStore raw, byte @Nullable [] storeId, int slotId, SlotKey slotKey, Opened opened) {
    this.raw = raw;
    this.storeId = storeId;
    this.slotId = slotId;
    this.slotKey = slotKey;
    this.opened = opened;
    this.fingerprints =
        new KeyedFingerprints(opened.set().fingerprintKey(), opened.set().anchorKey());
  }

  static KeyRing open(BlobStore raw, KeySource source) throws IOException {
    byte[] storeId = StoreHeader.storedId(raw);
    KeyCopies copies = KeyCopies.toOpen(raw, storeId);
    copies.requireUsable(); // before anybody is asked for a key
    Secret secret = source.secret();
    KeyRing keys = copies.open((name, file) -> open(raw, storeId, name, file, secret));
    if (keys == null) {
      throw new KeyException("the key is wrong: it opens none of the store's key slots");
    }
    return keys;
  }

  private static @Nullable KeyRing open(
      BlobStore raw, byte @Nullable [] storeId, String name, KeyFile file, Secret secret)
      throws DamagedException {
    for (KeySlot slot : file.slots()) {
      if (slot.isFor(secret)) {
        SlotKey slotKey = SlotKey.of(secret, slot);
        byte[] master = slotKey.unwrap(slot, file.storeId());
        if (master != null) {
          return new KeyRing(raw, storeId, slot.id(), slotKey, opened(name, file, master));
        }
      }
    }
    return null;
  }

  private static Opened opened(String name, KeyFile file, byte[] master) throws DamagedException {
    try {
      byte[] set = Primitives.open(master, file.nonce(), file.associated(), file.sealed());
      return new Opened(file, master, KeySet.decode(set));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      DamagedException damaged = changed(name);
      damaged.initCause(e);
      throw damaged;
    }
  }

  static DamagedException changed(String name) {
    return new DamagedException(name, "its keys were changed");
  }

  /** What the key that this was opened with says about a file of keys. */
  Trust trust(KeyFile file) {
    byte[] master = master(file);
    if (master == null) {
      return Trust.UNKNOWN;
    }
    try {
      opened(KeyFile.KEY, file, master);
      return Trust.PROVEN;
    } catch (DamagedException e) {
      return Trust.CHANGED;
    }
  }

  private byte @Nullable [] master(KeyFile file) {
    KeySlot slot = file.slot(slotId);
    return slot == null ? null : slotKey.unwrap(slot, file.storeId());
  }

  /**
   * Reads the file of keys again: another process may have changed it.
   *
   * @throws KeyException if the key that this was opened with has been removed
   */
  Opened reload() throws IOException {
    return reload(KeyCopies.toOpen(raw, storeId));
  }

  /** The same, for who writes others in their place. Under the commit lock. */
  Opened reloadToChange() throws IOException {
    return reload(KeyCopies.toChange(raw, storeId));
  }

  private synchronized Opened reload(KeyCopies copies) throws IOException {
    Opened now =
        copies.open((name, file) -> {
          byte[] master = master(file);
          return master == null ? null : opened(name, file, master);
        });
    if (now == null) {
      throw new KeyException("the key that the store was opened with has been removed from it");
    }
    opened = now;
    return now;
  }

  /** Takes over what was just written. */
  synchronized void replaced(Opened now) {
    opened = now;
    durableGeneration = now.file().generation();
  }

  /** Of the store; null where its header could not be read. */
  byte @Nullable [] storeId() {
    return storeId;
  }

  int slotId() {
    return slotId;
  }

  SlotKey slotKey() {
    return slotKey;
  }

  @Override
  public List<DamagedException> check() throws IOException {
    return KeyCopies.check(raw, this);
  }

  @Override
  public void completeChange(BlobStore files, Coordination coordination) throws IOException {
    KeyCopies.complete(files, coordination, this);
  }

  @Override
  public List<String> repair(BlobStore files, Coordination coordination) throws IOException {
    return KeyCopies.repair(files, coordination, this);
  }

  @Override
  public boolean isEncrypted() {
    return true;
  }

  @Override
  public Fingerprints fingerprints() {
    return fingerprints;
  }

  @Override
  public BlobStore blobs(BlobStore files) {
    return new SealedBlobs(files, this);
  }

  /** The epoch of the key that new files are under. */
  public int epoch() {
    return opened.set().epoch();
  }

  /**
   * The same, after a look whether another process has made a new key.
   *
   * @throws KeyException if the key that this was opened with has been removed
   */
  public int epochNow() throws IOException {
    return reload().set().epoch();
  }

  /**
   * The epoch of a file that is begun now. Its key must not be lost while the file stays, and who
   * wrote the keys may have died before they were durable.
   */
  int epochToWrite() throws IOException {
    Opened now = opened;
    if (now.file().generation() > durableGeneration) {
      raw.sync("");
      durableGeneration = now.file().generation();
    }
    return now.set().epoch();
  }

  /**
   * A key of 32 bytes for one purpose.
   *
   * @param epoch from 1
   * @throws KeyException if there is no such epoch, even in the file of keys as it is now
   */
  public byte[] derive(int epoch, byte[] salt, String purpose) throws IOException {
    return derive(epoch, salt, purpose.getBytes(StandardCharsets.UTF_8));
  }

  byte[] derive(int epoch, byte[] salt, byte[] info) throws IOException {
    Opened now = opened;
    if (epoch > now.set().epoch()) {
      now = reload();
    }
    if (epoch < 1 || epoch > now.set().epoch()) {
      throw new KeyException("a file of the store is under a key that the store does not have");
    }
    byte[] storeId = now.file().storeId();
    byte[] all = new byte[info.length + storeId.length];
    System.arraycopy(storeId, 0, all, 0, storeId.length);
    System.arraycopy(info, 0, all, storeId.length, info.length);
    return Primitives.derive(now.set().dataKeys().get(epoch - 1), salt, all);
  }
}
