package io.intarsia.store.crypt;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Changes the keys of a store. Each change is one replacement of the file of keys under the commit
 * lock: a crash leaves the old keys or the new ones. No data is rewritten.
 */
public final class KeyChanges {
  private final KeyRing keys;
  private final BlobStore raw;
  private final Coordination coordination;

  /**
   * @param raw the files of the store as they are, to be written in a session
   * @param coordination of the store
   */
  public KeyChanges(KeyRing keys, BlobStore raw, Coordination coordination) {
    this.keys = keys;
    this.raw = raw;
    this.coordination = coordination;
  }

  /** Keys of a new store, and what opens them beside the first secret. */
  public record Created(KeyRing keys, String recoveryKey) {}

  /**
   * Makes and writes the keys of a new store.
   *
   * @param raw the files of the store as they are
   * @param system the file system of the store, in which the kernel's generator is sought
   * @param storeId 16 bytes
   */
  public static Created create(BlobStore raw, FileSystem system, byte[] storeId, Secret first)
      throws IOException {
    byte[] master = RandomKeys.bytes(Primitives.KEY_LENGTH);
    byte[] recovery = RandomKeys.bytes(Primitives.KEY_LENGTH);
    String written = Secret.written(recovery);
    Instant now = Instant.now();
    KeySlot firstSlot = SlotKey.newSlot(1, kind(first), first, master, storeId, now);
    KeySlot recoverySlot =
        SlotKey.newSlot(
            2,
            KeySlot.Kind.RECOVERY,
            Secret.of(written.getBytes(StandardCharsets.US_ASCII)),
            master,
            storeId,
            now);
    KeyFile empty =
        new KeyFile(storeId, 1, 3, List.of(firstSlot, recoverySlot), new byte[0], new byte[0]);
    KeyRing.Opened opened = seal(empty, master, KeySet.random(system));
    opened.file().write(raw);
    return new Created(new KeyRing(raw, storeId, 1, SlotKey.of(first, firstSlot), opened), written);
  }

  private static KeySlot.Kind kind(Secret secret) {
    return secret.isRandom() ? KeySlot.Kind.RANDOM : KeySlot.Kind.PASSPHRASE;
  }

  /** The keys that open the store now. */
  public List<KeyInfo> list() throws IOException {
    return list(keys);
  }

  /** The keys that open the store now; nothing is written. */
  public static List<KeyInfo> list(KeyRing keys) throws IOException {
    List<KeyInfo> list = new ArrayList<>();
    for (KeySlot slot : keys.reload().file().slots()) {
      String kind = slot.kind().name().toLowerCase(Locale.ROOT);
      list.add(new KeyInfo(slot.id(), kind, slot.created(), slot.id() == keys.slotId()));
    }
    return list;
  }

  /**
   * Lets another secret open the store.
   *
   * @return the id of its slot
   * @throws KeyException if there is no room for another
   */
  public int add(Secret secret) throws IOException {
    try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      KeyRing.Opened now = keys.reloadToChange();
      KeyFile file = now.file();
      if (file.slots().size() == KeyFile.MAX_SLOTS) {
        throw new KeyException(
            "a store has at most " + KeyFile.MAX_SLOTS + " keys: remove one (intarsia key remove)");
      }
      List<KeySlot> slots = new ArrayList<>(file.slots());
      int id = file.nextSlotId();
      slots.add(
          SlotKey.newSlot(id, kind(secret), secret, now.master(), file.storeId(), Instant.now()));
      replace(now, slots, id + 1, now.master(), now.set());
      return id;
    }
  }

  /**
   * Takes a key's slot away.
   *
   * @throws KeyException if there is no such key, or no other
   */
  public void remove(int id) throws IOException {
    try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      KeyRing.Opened now = keys.reloadToChange();
      KeyFile file = now.file();
      KeySlot gone = file.slot(id);
      if (gone == null) {
        throw new KeyException("the store has no key " + id + " (see intarsia key list)");
      }
      if (file.slots().size() == 1) {
        throw new KeyException("key " + id + " is the last one: nothing would open the store");
      }
      List<KeySlot> slots = new ArrayList<>(file.slots());
      slots.remove(gone);
      replace(now, slots, file.nextSlotId(), now.master(), now.set());
    }
  }

  /**
   * Makes a data key for what is written from now on, and a master key, wrapped for every slot: who
   * knew the keys before, and is no slot any more, does not know these.
   *
   * @return the epoch of the new data key
   * @throws KeyException if there were too many already
   */
  public int rotate() throws IOException {
    try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      KeyRing.Opened now = keys.reloadToChange();
      if (now.set().epoch() == KeySet.MAX_EPOCHS) {
        throw new KeyException("the key was rotated " + KeySet.MAX_EPOCHS + " times already");
      }
      byte[] master = RandomKeys.bytes(Primitives.KEY_LENGTH);
      List<KeySlot> slots = new ArrayList<>();
      for (KeySlot slot : now.file().slots()) {
        slots.add(
            slot.id() == keys.slotId()
                ? keys.slotKey().rewrap(slot, master, now.file().storeId())
                : SlotKey.rewrapForPublicKey(slot, master, now.file().storeId()));
      }
      replace(now, slots, now.file().nextSlotId(), master, now.set().rotated());
      return keys.epoch();
    }
  }

  /**
   * Brings all files under the present data key. Takes as long as a copy of the store.
   *
   * @throws KeyException if the key was removed meanwhile
   */
  public ReencryptResult reencrypt() throws IOException {
    keys.reload();
    return new Reencryption(new SealedBlobs(raw, keys), keys.epoch(), coordination).run();
  }

  private void replace(
      KeyRing.Opened before, List<KeySlot> slots, int nextSlotId, byte[] master, KeySet set)
      throws IOException {
    KeyFile file = before.file();
    KeyFile empty =
        new KeyFile(
            file.storeId(), file.generation() + 1, nextSlotId, slots, new byte[0], new byte[0]);
    KeyRing.Opened now = seal(empty, master, set);
    now.file().write(raw);
    keys.replaced(now);
  }

  private static KeyRing.Opened seal(KeyFile file, byte[] master, KeySet set) {
    byte[] nonce = RandomKeys.bytes(Primitives.NONCE_LENGTH);
    byte[] sealed = Primitives.seal(master, nonce, file.associated(), set.encode());
    KeyFile complete =
        new KeyFile(
            file.storeId(), file.generation(), file.nextSlotId(), file.slots(), nonce, sealed);
    return new KeyRing.Opened(complete, master, set);
  }
}
