package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

/** The two sums of exFAT: rotate right by one, add the byte. */
final class Checksums {
  private Checksums() {}

  /** Of boot regions and up-case tables, 32 bits. */
  static int add(int sum, byte next) {
    return Integer.rotateRight(sum, 1) + (next & 0xFF);
  }

  /** Of a set of directory entries, 16 bits, without the field that holds it. */
  static int ofSet(byte[] set, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      if (i != FILE_CHECKSUM && i != FILE_CHECKSUM + 1) {
        sum = (((sum & 1) << 15) + (sum >> 1) + (set[i] & 0xFF)) & 0xFFFF;
      }
    }
    return sum;
  }
}
