package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.SU_DATA;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;

/**
 * A compressed file, as its ZF entry says.
 *
 * @param headerBytes before the table of blocks
 * @param blockShift binary logarithm of the size of a block before compression
 * @param size of the file before compression
 */
record Zisofs(int headerBytes, int blockShift, long size) {
  private static final int MIN_SHIFT = 15;
  private static final int MAX_SHIFT = 17;
  private static final int MIN_HEADER = 16;

  /** A method that is not known is an error only for who wants the bytes. */
  static Zisofs parse(Volume volume, byte[] b, int at) throws IOException {
    if (b[at + SU_DATA] != 'p' || b[at + SU_DATA + 1] != 'z') {
      throw new UnsupportedException(
          volume.source().description(),
          "compression method " + (char) b[at + SU_DATA] + (char) b[at + SU_DATA + 1]);
    }
    int header = (b[at + 6] & 0xFF) * 4;
    int shift = b[at + 7] & 0xFF;
    if (header < MIN_HEADER || shift < MIN_SHIFT || shift > MAX_SHIFT) {
      throw volume.malformed("zisofs: header of " + header + " bytes, blocks of 2^" + shift);
    }
    return new Zisofs(header, shift, LittleEndian.u32(b, at + 8));
  }

  int blockBytes() {
    return 1 << blockShift;
  }
}
