package io.intarsia.formats.partition.lvm;

import java.nio.charset.StandardCharsets;

/** Offsets and limits, see the package. */
final class LvmLayout {
  static final int SECTOR = 512;
  static final int LABEL_SECTORS = 4;

  static final byte[] LABEL_MAGIC = "LABELONE".getBytes(StandardCharsets.US_ASCII);
  static final int LABEL_SECTOR_NUMBER = 8;
  static final int LABEL_CRC = 16;
  static final int LABEL_HEADER_OFFSET = 20;
  static final int LABEL_TYPE = 24;
  static final byte[] LABEL_TYPE_LVM2 = "LVM2 001".getBytes(StandardCharsets.US_ASCII);

  static final int UUID_BYTES = 32;
  static final int HEADER_AREAS = 40;
  static final int AREA_BYTES = 16;

  static final int MDA_HEADER_BYTES = 512;
  static final int MDA_MAGIC_OFFSET = 4;
  static final byte[] MDA_MAGIC = " LVM2 x[5A%r0N*>".getBytes(StandardCharsets.US_ASCII);
  static final int MDA_VERSION = 20;
  static final int MDA_SIZE = 32;
  static final int MDA_TEXT_OFFSET = 40;
  static final int MDA_TEXT_SIZE = 48;
  static final int MDA_TEXT_CRC = 56;
  static final int MDA_TEXT_FLAGS = 60;
  static final int MDA_TEXT_IGNORED = 1;

  static final int MAX_TEXT_BYTES = 4 << 20;
  static final int MAX_TEXT_VALUES = 200_000;
  static final int MAX_TEXT_DEPTH = 16;
  static final int MAX_VOLUMES = 4096;
  static final int MAX_SEGMENTS = 1 << 16;
  static final int MAX_STRIPES = 128;

  private static final int CRC_POLYNOMIAL = 0xEDB88320;
  private static final int CRC_START = 0xF597A6CF;
  private static final int[] CRC_TABLE = crcTable();

  private LvmLayout() {}

  /** CRC-32 with LVM's own start value and without the last inversion, as an unsigned number. */
  static long crc(byte[] bytes, int from, int to) {
    int crc = CRC_START;
    for (int i = from; i < to; i++) {
      crc = crc >>> 8 ^ CRC_TABLE[(crc ^ bytes[i]) & 0xFF];
    }
    return Integer.toUnsignedLong(crc);
  }

  private static int[] crcTable() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ CRC_POLYNOMIAL;
      }
      table[i] = value;
    }
    return table;
  }
}
