package io.intarsia.store.crypt;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.session.RandomId;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All keys that data is under. Specified in docs/formats/encryption.md.
 *
 * @param fingerprintKey names chunks and objects; never changes
 * @param anchorKey makes anchors; never changes
 * @param dataKeys the keys of epochs 1, 2, ...; new files are under the last
 */
record KeySet(byte[] fingerprintKey, byte[] anchorKey, List<byte[]> dataKeys) {
  /** How often a key can be rotated, and a bound for hostile files. */
  static final int MAX_EPOCHS = 4096;

  private static final int DATA_KEYS = 2 * Primitives.KEY_LENGTH + 4;

  /**
   * New keys.
   *
   * @param system the file system in which the kernel's generator is sought
   */
  static KeySet random(FileSystem system) {
    return new KeySet(
        RandomId.bytes(system, Primitives.KEY_LENGTH),
        RandomId.bytes(system, Primitives.KEY_LENGTH),
        List.of(RandomId.bytes(system, Primitives.KEY_LENGTH)));
  }

  /** These keys and one more epoch. */
  KeySet rotated() {
    List<byte[]> keys = new ArrayList<>(dataKeys);
    keys.add(RandomKeys.bytes(Primitives.KEY_LENGTH));
    return new KeySet(fingerprintKey, anchorKey, keys);
  }

  int epoch() {
    return dataKeys.size();
  }

  byte[] encode() {
    byte[] out = new byte[DATA_KEYS + dataKeys.size() * Primitives.KEY_LENGTH];
    System.arraycopy(fingerprintKey, 0, out, 0, Primitives.KEY_LENGTH);
    System.arraycopy(anchorKey, 0, out, Primitives.KEY_LENGTH, Primitives.KEY_LENGTH);
    LittleEndian.put32(out, DATA_KEYS - 4, dataKeys.size());
    for (int i = 0; i < dataKeys.size(); i++) {
      System.arraycopy(
          dataKeys.get(i), 0, out, DATA_KEYS + i * Primitives.KEY_LENGTH, Primitives.KEY_LENGTH);
    }
    return out;
  }

  /**
   * The inverse of {@link #encode}.
   *
   * @throws IllegalArgumentException if that is no key set
   */
  static KeySet decode(byte[] bytes) {
    long count = bytes.length < DATA_KEYS ? 0 : LittleEndian.u32(bytes, DATA_KEYS - 4);
    if (count < 1
        || count > MAX_EPOCHS
        || bytes.length != DATA_KEYS + count * Primitives.KEY_LENGTH) {
      throw new IllegalArgumentException("the set of keys has an impossible length");
    }
    List<byte[]> keys = new ArrayList<>((int) count);
    for (int at = DATA_KEYS; at < bytes.length; at += Primitives.KEY_LENGTH) {
      keys.add(Arrays.copyOfRange(bytes, at, at + Primitives.KEY_LENGTH));
    }
    return new KeySet(
        Arrays.copyOf(bytes, Primitives.KEY_LENGTH),
        Arrays.copyOfRange(bytes, Primitives.KEY_LENGTH, 2 * Primitives.KEY_LENGTH),
        keys);
  }
}
