package io.intarsia.store.crypt;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of keys: slots, and the keys of the data under the master key. Specified in
 * docs/formats/encryption.md.
 *
 * @param storeId 16 bytes
 * @param generation counts the changes of the file
 * @param nextSlotId for the next slot
 * @param slots 1 to {@link #MAX_SLOTS}
 * @param nonce of the sealed keys
 * @param sealed the {@link KeySet}, encrypted with the master key
 */
record KeyFile(
    byte[] storeId,
    long generation,
    int nextSlotId,
    List<KeySlot> slots,
    byte[] nonce,
    byte[] sealed) {
  static final String KEY = "keys";

  /** The same bytes again, for when the first file is damaged. */
  static final String COPY = "keys.copy";

  static final int MAX_SLOTS = 32;

  private static final String MAGIC = "INTKEYS\n";
  private static final int VERSION = 1;
  private static final int HEADER_LENGTH = 64;
  private static final int STORE_ID_LENGTH = 16;
  private static final int NONCE_AT = 40;
  private static final int HEADER_CHECKSUM = 56;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int MAX_SEALED = 160 << 10;
  private static final int MAX_LENGTH =
      HEADER_LENGTH + MAX_SLOTS * KeySlot.LENGTH + MAX_SEALED + CHECKSUM_LENGTH;

  /** Whether a store has keys, and so is encrypted. */
  static boolean exists(BlobStore raw) throws IOException {
    return raw.exists(KEY) || raw.exists(COPY);
  }

  /**
   * Reads one of the two.
   *
   * @param key {@link #KEY} or {@link #COPY}
   * @throws DamagedException if it is missing or damaged
   */
  static KeyFile read(BlobStore raw, String key) throws IOException {
    try {
      return decode(key, Blobs.readAll(raw, key, MAX_LENGTH));
    } catch (NoSuchFileException e) {
      throw new DamagedException(key, "it is missing");
    }
  }

  /** Replaces the file, then its copy. */
  void write(BlobStore raw) throws IOException {
    byte[] bytes = encode();
    Blobs.write(raw, KEY, bytes);
    Blobs.write(raw, COPY, bytes);
  }

  boolean isSame(KeyFile other) {
    return Arrays.equals(encode(), other.encode());
  }

  @Nullable KeySlot slot(int id) {
    for (KeySlot slot : slots) {
      if (slot.id() == id) {
        return slot;
      }
    }
    return null;
  }

  /** What is authenticated with the sealed keys: the header before their nonce, and the slots. */
  byte[] associated() {
    byte[] associated = new byte[NONCE_AT + slots.size() * KeySlot.LENGTH];
    writeHead(associated);
    return associated;
  }

  private void writeHead(byte[] bytes) {
    Magic.put(bytes, MAGIC, VERSION);
    LittleEndian.put16(bytes, 10, slots.size());
    LittleEndian.put32(bytes, 12, nextSlotId);
    System.arraycopy(storeId, 0, bytes, 16, STORE_ID_LENGTH);
    LittleEndian.put64(bytes, 32, generation);
    int at = bytes.length - slots.size() * KeySlot.LENGTH;
    for (KeySlot slot : slots) {
      slot.write(bytes, at);
      at += KeySlot.LENGTH;
    }
  }

  byte[] encode() {
    byte[] head = new byte[HEADER_LENGTH + slots.size() * KeySlot.LENGTH];
    writeHead(head);
    System.arraycopy(nonce, 0, head, NONCE_AT, nonce.length);
    LittleEndian.put32(head, NONCE_AT + Primitives.NONCE_LENGTH, sealed.length);
    LittleEndian.put64(head, HEADER_CHECKSUM, TwinCrc.of(head, 0, HEADER_CHECKSUM));
    byte[] bytes = Arrays.copyOf(head, head.length + sealed.length + CHECKSUM_LENGTH);
    System.arraycopy(sealed, 0, bytes, head.length, sealed.length);
    int end = bytes.length - CHECKSUM_LENGTH;
    LittleEndian.put64(bytes, end, TwinCrc.of(bytes, 0, end));
    return bytes;
  }

  static KeyFile decode(String key, byte[] bytes) throws StoreException {
    if (bytes.length < HEADER_LENGTH + CHECKSUM_LENGTH) {
      throw new DamagedException(key, "it is too short");
    }
    Magic.check(key, bytes, MAGIC, VERSION, HEADER_CHECKSUM);
    int end = bytes.length - CHECKSUM_LENGTH;
    if (TwinCrc.of(bytes, 0, end) != LittleEndian.i64(bytes, end)) {
      throw new DamagedException(key, "the checksum is wrong");
    }
    int count = LittleEndian.u16(bytes, 10);
    int sealedAt = HEADER_LENGTH + count * KeySlot.LENGTH;
    if (count < 1
        || count > MAX_SLOTS
        || sealedAt + LittleEndian.u32(bytes, NONCE_AT + Primitives.NONCE_LENGTH) != end) {
      throw new DamagedException(key, "its length is not that of its header");
    }
    try {
      return new KeyFile(
          Arrays.copyOfRange(bytes, 16, 16 + STORE_ID_LENGTH),
          LittleEndian.i64(bytes, 32),
          LittleEndian.i32(bytes, 12),
          slots(bytes, count),
          Arrays.copyOfRange(bytes, NONCE_AT, NONCE_AT + Primitives.NONCE_LENGTH),
          Arrays.copyOfRange(bytes, sealedAt, end));
    } catch (IllegalArgumentException e) {
      throw new DamagedException(key, String.valueOf(e.getMessage()));
    }
  }

  private static List<KeySlot> slots(byte[] bytes, int count) {
    List<KeySlot> slots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      slots.add(KeySlot.read(bytes, HEADER_LENGTH + i * KeySlot.LENGTH));
    }
    return slots;
  }
}
