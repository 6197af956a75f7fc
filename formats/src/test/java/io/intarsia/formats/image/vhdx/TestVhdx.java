package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.LittleEndian;
import java.util.zip.CRC32C;

/** Changes VHDX files without the code that is tested. */
final class TestVhdx {
  private TestVhdx() {}

  /** Writes the checksum of a structure, at its fourth byte. */
  static void putChecksum(byte[] file, int start, int length) {
    LittleEndian.put32(file, start + 4, 0);
    CRC32C crc = new CRC32C();
    crc.update(file, start, length);
    LittleEndian.put32(file, start + 4, (int) crc.getValue());
  }

  /** Where a region is, by its place in the region table. */
  static int region(byte[] file, int number) {
    return (int) LittleEndian.i64(file, 0x30000 + 16 + 32 * number + 16);
  }
}
