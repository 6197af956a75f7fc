package io.intarsia.formats.filesystem.ext4;

/** CRC-32 with the highest bit first, as the kernel's crc32_be: of transactions, version 1. */
final class Crc32BigEndian {
  private static final int POLYNOMIAL = 0x04C11DB7;
  private static final int INITIAL = ~0;
  private static final int[] TABLE = table();

  private int state = INITIAL;

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int value = i << 24;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1;
      }
      table[i] = value;
    }
    return table;
  }

  void update(byte[] bytes) {
    int crc = state;
    for (byte b : bytes) {
      crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ (b & 0xFF)];
    }
    state = crc;
  }

  void reset() {
    state = INITIAL;
  }

  int value() {
    return state;
  }
}
