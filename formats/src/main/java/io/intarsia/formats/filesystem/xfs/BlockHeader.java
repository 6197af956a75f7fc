package io.intarsia.formats.filesystem.xfs;

import io.intarsia.bytes.LittleEndian;
import java.util.zip.CRC32C;

/**
 * Where blocks of version 5 say what they are: every kind of block has these fields, each
 * elsewhere.
 *
 * @param crc checksum of the whole block, little-endian, computed with zeros in its place
 * @param blkno the block's own place, in units of 512 bytes
 * @param uuid of the file system
 * @param owner inode or allocation group that the block belongs to
 * @param ownerBytes 4 or 8
 */
record BlockHeader(int crc, int blkno, int uuid, int owner, int ownerBytes) {
  static final BlockHeader LONG_TREE = new BlockHeader(64, 24, 40, 56, 8);
  static final BlockHeader SHORT_TREE = new BlockHeader(52, 16, 32, 48, 4);
  static final BlockHeader DIRECTORY = new BlockHeader(4, 8, 24, 40, 8);
  static final BlockHeader ATTRIBUTES = new BlockHeader(12, 16, 32, 48, 8);
  static final BlockHeader REMOTE = new BlockHeader(12, 40, 16, 32, 8);

  /** Whether the checksum at {@code crcOffset} is that of all the bytes. */
  static boolean checksumIsRight(byte[] bytes, int crcOffset) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, crcOffset);
    for (int i = 0; i < Integer.BYTES; i++) {
      crc.update(0);
    }
    int rest = crcOffset + Integer.BYTES;
    crc.update(bytes, rest, bytes.length - rest);
    return (int) crc.getValue() == LittleEndian.i32(bytes, crcOffset);
  }
}
