package io.intarsia.formats.filesystem.ext4;

import java.util.zip.CRC32C;

/**
 * CRC-32C as the kernel's {@code crc32c(seed, ...)} computes it: begun at any seed and not inverted
 * at the end. One value, one thread.
 */
final class Crc32c {
  private static final int POLYNOMIAL = 0x82F63B78;

  /** The seed of everything that is not seeded by something else. */
  static final int INITIAL = ~0;

  private final CRC32C crc = new CRC32C();

  /** Four bytes bring the JDK's fixed initial state to any other. */
  Crc32c(int seed) {
    if (seed != INITIAL) {
      int word = INITIAL ^ before32ZeroBits(seed);
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        crc.update(word >>> shift);
      }
    }
  }

  /** The state that 32 zero bits turn into {@code state}. */
  private static int before32ZeroBits(int state) {
    int result = state;
    for (int i = 0; i < Integer.SIZE; i++) {
      result = result < 0 ? ((result ^ POLYNOMIAL) << 1) | 1 : result << 1;
    }
    return result;
  }

  Crc32c update(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
    return this;
  }

  Crc32c zeros(int count) {
    for (int i = 0; i < count; i++) {
      crc.update(0);
    }
    return this;
  }

  Crc32c littleEndian32(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      crc.update(value >>> shift);
    }
    return this;
  }

  Crc32c bigEndian32(int value) {
    return littleEndian32(Integer.reverseBytes(value));
  }

  int value() {
    return ~(int) crc.getValue();
  }
}
