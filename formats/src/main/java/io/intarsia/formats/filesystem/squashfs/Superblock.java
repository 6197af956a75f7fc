package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;

/**
 * The superblock, checked: sizes are in range and tables lie inside the file system. A table that
 * does not exist has {@link SquashfsLayout#NO_TABLE}.
 *
 * @param blockSize of data blocks, a power of two
 * @param rootInode reference of the root's inode
 * @param bytesUsed where the file system ends, at most the source's size
 */
record Superblock(
    int blockSize,
    long fragments,
    int compression,
    int ids,
    long rootInode,
    long bytesUsed,
    long idTable,
    long xattrTable,
    long inodeTable,
    long directoryTable,
    long fragmentTable) {

  static Superblock read(ByteSource source) throws IOException {
    byte[] b = source.read(0, SUPERBLOCK_BYTES);
    String where = source.description();
    int major = LittleEndian.u16(b, S_MAJOR);
    int minor = LittleEndian.u16(b, S_MINOR);
    if (major != VERSION_MAJOR || minor != 0) {
      throw new UnsupportedException(where, "squashfs version " + major + "." + minor);
    }
    Superblock superblock =
        new Superblock(
            LittleEndian.i32(b, S_BLOCK_SIZE),
            LittleEndian.u32(b, S_FRAGMENTS),
            LittleEndian.u16(b, S_COMPRESSION),
            LittleEndian.u16(b, S_NO_IDS),
            LittleEndian.i64(b, S_ROOT_INODE),
            LittleEndian.i64(b, S_BYTES_USED),
            LittleEndian.i64(b, S_ID_TABLE),
            LittleEndian.i64(b, S_XATTR_TABLE),
            LittleEndian.i64(b, S_INODE_TABLE),
            LittleEndian.i64(b, S_DIRECTORY_TABLE),
            LittleEndian.i64(b, S_FRAGMENT_TABLE));
    int blockLog = LittleEndian.u16(b, S_BLOCK_LOG);
    superblock.check(where, blockLog, source.size());
    return superblock;
  }

  private void check(String where, int blockLog, long sourceSize) throws IOException {
    boolean size =
        blockLog >= MIN_BLOCK_LOG && blockLog <= MAX_BLOCK_LOG && blockSize == 1 << blockLog;
    if (!size) {
      throw new MalformedException(where, "superblock: block size");
    }
    if (bytesUsed < SUPERBLOCK_BYTES || bytesUsed > sourceSize) {
      throw new MalformedException(
          where, "superblock: a file system of " + bytesUsed + " bytes in " + sourceSize);
    }
    boolean tables =
        isInside(inodeTable)
            && isInside(directoryTable)
            && inodeTable < directoryTable
            && isInside(idTable)
            && (xattrTable == NO_TABLE || isInside(xattrTable))
            && (fragmentTable == NO_TABLE || isInside(fragmentTable));
    if (!tables) {
      throw new MalformedException(where, "superblock: a table outside the file system");
    }
    if (compression < COMPRESSION_GZIP || compression > COMPRESSION_ZSTD) {
      throw new UnsupportedException(where, "squashfs compression " + compression);
    }
  }

  private boolean isInside(long table) {
    return table >= SUPERBLOCK_BYTES && table < bytesUsed;
  }
}
