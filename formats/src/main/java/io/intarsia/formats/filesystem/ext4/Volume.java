package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Blocks, group descriptors and inodes of a file system by their numbers. */
final class Volume {
  private static final int MAX_CACHE_BYTES = 16 << 20;
  private static final int MAX_INODE_TABLES = 1 << 16;

  private final ByteSource source;
  private final Superblock superblock;
  private final GroupLayout layout;
  private final ByteSource pages;

  /**
   * Where the inode tables of the first groups begin, 0 where that was not read yet; two threads
   * may read the same at worst.
   */
  private final long[] inodeTables;

  /** Callers ask several things of one inode in a row. */
  private volatile @Nullable RawInode lastInode;

  Volume(ByteSource source, Superblock superblock) {
    this.source = source;
    this.superblock = superblock;
    this.layout = new GroupLayout(superblock);
    this.pages = new PagedSource(source, MAX_CACHE_BYTES);
    this.inodeTables = new long[Math.min(superblock.groups(), MAX_INODE_TABLES)];
  }

  Superblock superblock() {
    return superblock;
  }

  GroupLayout layout() {
    return layout;
  }

  /** The bytes under all numbers, for file contents. */
  ByteSource source() {
    return source;
  }

  int blockSize() {
    return superblock.blockSize();
  }

  /** Whether the blocks exist both in the file system and in its source. */
  boolean holds(long firstBlock, long count) {
    return Ranges.fits(firstBlock, count, superblock.blocksCount())
        && Ranges.fits(firstBlock, count, Math.ceilDiv(source.size(), blockSize()))
        && (firstBlock + count) * blockSize() <= source.size();
  }

  /** A block of metadata, in an array of its own. */
  byte[] block(long number, String what) throws IOException {
    if (number == 0 || !holds(number, 1)) {
      throw malformed(what + " at block " + number + " outside the file system");
    }
    byte[] bytes = new byte[blockSize()];
    pages.read(number * blockSize(), bytes, 0, bytes.length);
    return bytes;
  }

  GroupDescriptor group(long group) throws IOException {
    return GroupDescriptor.parse(rawDescriptor(group), superblock.descriptorSize());
  }

  /** The descriptor's bytes, s_desc_size of them. */
  byte[] rawDescriptor(long group) throws IOException {
    long block = layout.descriptorBlock(group);
    if (group < 0 || group >= superblock.groups() || !holds(block, 1)) {
      throw malformed("descriptor of group " + group + " outside the file system");
    }
    long index = group % superblock.descriptorsPerBlock();
    byte[] bytes = new byte[superblock.descriptorSize()];
    pages.read(block * blockSize() + index * bytes.length, bytes, 0, bytes.length);
    return bytes;
  }

  /** Any inode, reserved ones too, whether or not it is in use. */
  RawInode inode(long number) throws IOException {
    RawInode last = lastInode;
    if (last != null && last.number() == number) {
      return last;
    }
    if (number < 1 || number > superblock.inodesCount()) {
      throw malformed("inode " + number + " does not exist");
    }
    long index = (number - 1) % superblock.inodesPerGroup();
    long table = inodeTable((number - 1) / superblock.inodesPerGroup());
    long offset = index * superblock.inodeSize();
    if (table <= superblock.firstDataBlock() || !holds(table + offset / blockSize(), 1)) {
      throw malformed("table of inode " + number + " outside the file system");
    }
    byte[] bytes = new byte[superblock.inodeSize()];
    pages.read(table * blockSize() + offset, bytes, 0, bytes.length);
    RawInode inode = RawInode.parse(number, bytes, superblock);
    lastInode = inode;
    return inode;
  }

  private long inodeTable(long group) throws IOException {
    if (group >= inodeTables.length) {
      return group(group).inodeTable();
    }
    long known = inodeTables[(int) group];
    if (known == 0) {
      known = group(group).inodeTable();
      inodeTables[(int) group] = known;
    }
    return known;
  }

  /** An inode that a directory may name: in use and not reserved. */
  RawInode namedInode(long number) throws IOException {
    if (number != ROOT_INO && number < superblock.firstInode()) {
      throw malformed("inode " + number + " is reserved");
    }
    RawInode inode = inode(number);
    if (inode.links() == 0) {
      throw malformed("inode " + number + " is not in use");
    }
    return inode;
  }

  /** Number of blocks that hold {@code bytes} bytes. */
  long blocksFor(long bytes) {
    return Math.ceilDiv(bytes, blockSize());
  }

  MalformedException malformed(String what) {
    return new MalformedException(source.description(), what);
  }
}
