package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;

/**
 * The free space of one allocation group. Both of its trees must hold the same ranges, as many
 * blocks as the group's header says, and none of the blocks that are known to be in use without
 * them: headers, trees, inodes, the log.
 */
final class GroupAllocation {
  private static final int HOLE_BITS = 16;
  private static final int INODES_PER_HOLE_BIT = INODES_PER_CHUNK / HOLE_BITS;
  private static final int IR_HOLEMASK = 4;
  private static final int INCOMPAT_SPINODES = 0x2;

  /** Spreads what is summed up to compare two sets of ranges. */
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final Volume volume;
  private final Superblock superblock;
  private final long group;
  private final RangeVisitor visitor;
  private final UsedBlocks used;
  private long lastStart = -1;
  private long lastEnd;
  private long lastSize;
  private long freeBlocks;
  private long longest;
  private long ranges;
  private long inodes;
  private long lastInode = -1;

  GroupAllocation(Volume volume, long group, RangeVisitor visitor) {
    this.volume = volume;
    this.superblock = volume.superblock();
    this.group = group;
    this.visitor = visitor;
    this.used = new UsedBlocks(volume.source().description(), superblock.agLength(group));
  }

  void visit() throws IOException {
    GroupHeaders headers = GroupHeaders.read(volume, group);
    collectUsed(headers);
    headers.freeBySize(this::bySize, used::block);
    long expected = ranges;
    ranges = 0;
    headers.freeByBlock((block, at) -> {}, used::block);
    used.sort();
    headers.freeByBlock(this::byBlock, index -> {});
    check(ranges == expected, "the trees of free space differ");
    check(freeBlocks == headers.freeBlocks(), "number of free blocks");
    check(longest == headers.longest(), "longest free range");
  }

  private void collectUsed(GroupHeaders headers) throws IOException {
    int headerBytes = AG_HEADER_SECTORS * superblock.sectorSize();
    used.add(0, volume.blocksFor(headerBytes));
    headers.reserved(used::block);
    headers.inodes(this::chunk, used::block);
    check(inodes == headers.inodeCount(), "number of inodes");
    long log = superblock.logStart();
    if (log != 0 && log >>> superblock.agBlockLog() == group) {
      long start = log - volume.blockInGroup(group, 0);
      used.add(start, start + superblock.logBlocks());
    }
  }

  /** A chunk of 64 inodes, parts of which need not exist. */
  private void chunk(byte[] block, int at) throws IOException {
    long first = BigEndian.u32(block, at);
    check(first > lastInode, "order of inodes");
    lastInode = first;
    boolean sparse = superblock.hasIncompat(INCOMPAT_SPINODES);
    int holes = sparse ? BigEndian.u16(block, at + IR_HOLEMASK) : 0;
    for (int i = 0; i < HOLE_BITS; i++) {
      if (((holes >> i) & 1) == 0) {
        long start = first + (long) i * INODES_PER_HOLE_BIT;
        long last = start + INODES_PER_HOLE_BIT - 1;
        int shift = superblock.inodesPerBlockLog();
        used.add(start >>> shift, (last >>> shift) + 1);
        inodes += INODES_PER_HOLE_BIT;
      }
    }
  }

  private void bySize(byte[] block, int at) throws IOException {
    long start = BigEndian.u32(block, at);
    long size = BigEndian.u32(block, at + Integer.BYTES);
    check(size > lastSize || (size == lastSize && start > lastStart), "order by size");
    lastStart = start;
    lastSize = size;
    ranges += fingerprint(start, size);
  }

  private void byBlock(byte[] block, int at) throws IOException {
    long start = BigEndian.u32(block, at);
    long size = BigEndian.u32(block, at + Integer.BYTES);
    boolean good = size > 0 && start >= lastEnd && start + size <= superblock.agLength(group);
    check(good, "order of free blocks");
    check(!used.overlap(start, start + size), "blocks are both free and in use");
    lastEnd = start + size;
    freeBlocks += size;
    longest = Math.max(longest, size);
    ranges += fingerprint(start, size);
    long offset = volume.offset(volume.blockInGroup(group, start));
    visitor.range(offset, size << superblock.blockLog());
  }

  private static long fingerprint(long start, long size) {
    long mixed = ((start << Integer.SIZE) | size) * MIX;
    return (mixed ^ (mixed >>> Integer.SIZE)) * MIX;
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed(
          "allocation map is not sound: " + what + " of allocation group " + group);
    }
  }
}
