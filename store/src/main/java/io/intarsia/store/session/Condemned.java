package io.intarsia.store.session;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The packs that gc has retired or condemned. Immutable. Specified in docs/formats/session.md.
 *
 * @param epoch grows with each change of a state
 * @param packs state of each pack that is not live
 */
public record Condemned(long epoch, Map<PackId, State> packs) {
  /** Key of the blob. */
  public static final String KEY = "condemned";

  /** Readers use the pack, inserters do not see it. */
  public static final byte RETIRED = 1;

  /** Nothing in the pack is needed. */
  public static final byte CONDEMNED = 2;

  /** No pack, epoch 0: what an absent file means. */
  public static final Condemned NONE = new Condemned(0, Map.of());

  private static final String MAGIC = "INTCOND\n";
  private static final int VERSION = 1;
  private static final int HEADER_LENGTH = 24;
  private static final int ENTRY_LENGTH = 24;
  private static final int MAX_COUNT = 1 << 24;

  /**
   * State of a pack that is not live.
   *
   * @param state {@link #RETIRED} or {@link #CONDEMNED}
   * @param epoch at which it got it
   */
  public record State(byte state, long epoch) {}

  public Condemned {
    packs = Collections.unmodifiableMap(new HashMap<>(packs));
  }

  /** 0 for a live pack, else {@link #RETIRED} or {@link #CONDEMNED}. */
  public byte state(PackId pack) {
    State state = packs.get(pack);
    return state == null ? 0 : state.state();
  }

  /** The same with the next epoch, in which some packs have other states. */
  public Condemned next(Map<PackId, Byte> changes) {
    Map<PackId, State> changed = new HashMap<>(packs);
    changes.forEach((pack, state) -> changed.put(pack, new State(state, epoch + 1)));
    return new Condemned(epoch + 1, changed);
  }

  /**
   * Makes the next one the current one, unless nothing changes. Under the commit lock.
   *
   * @return the current one
   */
  public Condemned change(Map<PackId, Byte> changes, BlobStore blobs) throws IOException {
    if (changes.isEmpty()) {
      return this;
    }
    Condemned next = next(changes);
    next.write(blobs);
    return next;
  }

  /** The same without packs that were deleted, or are live after all; the epoch stays. */
  public Condemned without(Iterable<PackId> forgotten) {
    Map<PackId, State> rest = new HashMap<>(packs);
    forgotten.forEach(rest::remove);
    return new Condemned(epoch, rest);
  }

  /** The current one of a store. */
  public static Condemned read(BlobStore blobs) throws IOException {
    byte[] bytes;
    try {
      bytes = Blobs.readAll(blobs, KEY, HEADER_LENGTH + MAX_COUNT * ENTRY_LENGTH + 8);
    } catch (NoSuchFileException e) {
      return NONE;
    }
    return decode(bytes);
  }

  /** Makes this the current one. Under the commit lock. */
  public void write(BlobStore blobs) throws IOException {
    Blobs.write(blobs, KEY, encode());
  }

  byte[] encode() {
    int end = HEADER_LENGTH + packs.size() * ENTRY_LENGTH;
    byte[] bytes = new byte[end + 8];
    Magic.put(bytes, MAGIC, VERSION);
    LittleEndian.put32(bytes, 12, packs.size());
    LittleEndian.put64(bytes, 16, epoch);
    int at = HEADER_LENGTH;
    for (Map.Entry<PackId, State> entry : packs.entrySet()) {
      LittleEndian.put64(bytes, at, entry.getKey().session());
      LittleEndian.put32(bytes, at + 8, entry.getKey().number());
      bytes[at + 12] = entry.getValue().state();
      LittleEndian.put64(bytes, at + 16, entry.getValue().epoch());
      at += ENTRY_LENGTH;
    }
    LittleEndian.put64(bytes, end, TwinCrc.of(bytes, 0, end));
    return bytes;
  }

  static Condemned decode(byte[] bytes) throws StoreException {
    if (bytes.length < HEADER_LENGTH + 8) {
      throw damaged("it is too short");
    }
    int end = bytes.length - 8;
    Magic.check(KEY, bytes, MAGIC, VERSION, end);
    long count = LittleEndian.u32(bytes, 12);
    if (HEADER_LENGTH + count * ENTRY_LENGTH != end) {
      throw damaged("its length is not that of " + count + " packs");
    }
    Map<PackId, State> packs = HashMap.newHashMap((int) count);
    for (int at = HEADER_LENGTH; at < end; at += ENTRY_LENGTH) {
      byte state = bytes[at + 12];
      if (state != RETIRED && state != CONDEMNED) {
        throw damaged("a pack has the state " + state);
      }
      PackId id = new PackId(LittleEndian.i64(bytes, at), LittleEndian.i32(bytes, at + 8));
      packs.put(id, new State(state, LittleEndian.i64(bytes, at + 16)));
    }
    return new Condemned(LittleEndian.i64(bytes, 16), packs);
  }

  private static DamagedException damaged(String what) {
    return new DamagedException(KEY, what);
  }
}
