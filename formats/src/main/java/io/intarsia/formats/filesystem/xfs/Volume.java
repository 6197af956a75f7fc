package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Blocks, headers of allocation groups and inodes by their numbers. A block's number holds its
 * group in the upper bits and its place in the group in the lower ones.
 */
final class Volume {
  private static final int MAX_CACHE_BYTES = 16 << 20;

  private final ByteSource source;
  private final Superblock superblock;
  private final ByteSource pages;

  /** Callers ask several things of one inode in a row. */
  private volatile @Nullable RawInode lastInode;

  Volume(ByteSource source, Superblock superblock) {
    this.source = source;
    this.superblock = superblock;
    this.pages = new PagedSource(source, MAX_CACHE_BYTES);
  }

  Superblock superblock() {
    return superblock;
  }

  /** The bytes below, for file contents. */
  ByteSource source() {
    return source;
  }

  int blockSize() {
    return superblock.blockSize();
  }

  /** Whether the blocks exist in one group of the file system, whatever its source holds. */
  boolean exist(long block, long count) {
    long group = block >>> superblock.agBlockLog();
    return group < superblock.agCount()
        && Ranges.fits(indexInGroup(block), count, superblock.agLength(group));
  }

  /** Whether the blocks exist both in one group of the file system and in its source. */
  boolean holds(long block, long count) {
    return exist(block, count)
        && Ranges.fits(offset(block), count << superblock.blockLog(), source.size());
  }

  private long indexInGroup(long block) {
    return block & ((1L << superblock.agBlockLog()) - 1);
  }

  /** The first byte of a block that exists. */
  long offset(long block) {
    long group = block >>> superblock.agBlockLog();
    return (group * superblock.agBlocks() + indexInGroup(block)) << superblock.blockLog();
  }

  /** The number of a block of a group. */
  long blockInGroup(long group, long index) {
    return (group << superblock.agBlockLog()) | index;
  }

  /** A block of metadata, in an array of its own. */
  byte[] block(long number, String what) throws IOException {
    return blocks(number, 1, what);
  }

  /** Consecutive blocks of metadata, at most 64 KiB. */
  byte[] blocks(long number, int count, String what) throws IOException {
    if (number <= 0 || !holds(number, count)) {
      throw malformed(what + " at block " + number + " outside the file system");
    }
    byte[] bytes = new byte[count << superblock.blockLog()];
    pages.read(offset(number), bytes, 0, bytes.length);
    return bytes;
  }

  /** A sector at the beginning of a group. */
  byte[] groupSector(long group, int index) throws IOException {
    long start = offset(blockInGroup(group, 0)) + (long) index * superblock.sectorSize();
    byte[] bytes = new byte[superblock.sectorSize()];
    pages.read(start, bytes, 0, bytes.length);
    return bytes;
  }

  /**
   * Verifies what a block of version 5 says of itself; one of version 4 says nothing.
   *
   * @param place its first byte in the file system
   */
  void verify(byte[] block, BlockHeader header, long place, long owner, String what)
      throws IOException {
    if (!superblock.describesItself()) {
      return;
    }
    if (!BlockHeader.checksumIsRight(block, header.crc())) {
      throw malformed(what + ": checksum");
    }
    long named =
        header.ownerBytes() == Integer.BYTES
            ? BigEndian.u32(block, header.owner())
            : BigEndian.i64(block, header.owner());
    boolean mine =
        named == owner
            && BigEndian.i64(block, header.blkno()) == place / BASIC_BLOCK
            && hasUuid(block, header.uuid());
    if (!mine) {
      throw malformed(what + ": block of another place, owner or file system");
    }
  }

  boolean hasUuid(byte[] block, int at) {
    return Arrays.equals(block, at, at + UUID_LENGTH, superblock.metadataUuid(), 0, UUID_LENGTH);
  }

  /** An inode that is in use, as a directory may name it. */
  RawInode inode(long number) throws IOException {
    RawInode last = lastInode;
    if (last != null && last.number() == number) {
      return last;
    }
    long block = number >>> superblock.inodesPerBlockLog();
    if (number <= 0 || block == 0 || !holds(block, 1)) {
      throw malformed("inode " + number + " does not exist");
    }
    long index = number & ((1L << superblock.inodesPerBlockLog()) - 1);
    byte[] bytes = new byte[superblock.inodeSize()];
    pages.read(offset(block) + index * bytes.length, bytes, 0, bytes.length);
    RawInode inode = RawInode.parse(this, number, bytes);
    lastInode = inode;
    return inode;
  }

  /** Number of blocks that hold {@code bytes} bytes. */
  long blocksFor(long bytes) {
    return Math.ceilDiv(bytes, blockSize());
  }

  /** The byte at which a file's block begins, or the file ends. */
  long endInFile(long block, long size) {
    return block >= blocksFor(size) ? size : block << superblock.blockLog();
  }

  MalformedException malformed(String what) {
    return new MalformedException(source.description(), what);
  }
}
