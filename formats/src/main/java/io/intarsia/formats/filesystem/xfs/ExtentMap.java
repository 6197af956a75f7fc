package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import java.io.IOException;
import java.util.Arrays;

/**
 * The extent records of a fork, in the inode or in a B+tree. Every record must lie between its
 * neighbours and no node of the tree may be empty, so that no node can be visited twice.
 */
final class ExtentMap {
  private static final long LOGICAL_BLOCKS = 1L << 54;
  private static final int STATE_BITS = 1;
  private static final int START_HIGH_BITS = 9;
  private static final int START_LOW_BITS = 43;
  private static final int COUNT_BITS = 21;

  private final Volume volume;
  private final RawInode inode;
  private final Fork fork;
  private final RunVisitor visitor;
  private final long limit;
  private long records;

  private ExtentMap(Volume volume, RawInode inode, Fork fork, long limit, RunVisitor visitor) {
    this.volume = volume;
    this.inode = inode;
    this.fork = fork;
    this.limit = limit;
    this.visitor = visitor;
  }

  /**
   * Visits the records as they stand.
   *
   * @param limit records that begin at or after this logical block need not be visited
   * @throws io.intarsia.formats.MalformedException when the map is not one, or not in order
   */
  static void visit(Volume volume, RawInode inode, Fork fork, long limit, RunVisitor visitor)
      throws IOException {
    ExtentMap map = new ExtentMap(volume, inode, fork, limit, visitor);
    switch (fork.format()) {
      case FMT_EXTENTS -> map.inInode();
      case FMT_BTREE -> map.root();
      default -> throw volume.malformed(map.where() + "format " + fork.format());
    }
  }

  private void inInode() throws IOException {
    long count = fork.extents();
    check(count >= 0 && count <= fork.length() / EXTENT_RECORD_SIZE, "number of records");
    leaf(inode.bytes(), fork.offset(), (int) count, 0, LOGICAL_BLOCKS);
  }

  /** The root is a node without a block's header, so that it fits into the inode. */
  private void root() throws IOException {
    check(fork.length() >= BMDR_HEADER_SIZE, "root");
    int level = BigEndian.u16(inode.bytes(), fork.offset());
    check(level > 0 && level <= MAX_BMBT_LEVELS, "level");
    int start = fork.offset() + BMDR_HEADER_SIZE;
    byte[] root = Arrays.copyOfRange(inode.bytes(), start, fork.offset() + fork.length());
    int count = BigEndian.u16(inode.bytes(), fork.offset() + 2);
    children(root, 0, count, level, 0, LOGICAL_BLOCKS);
  }

  /** Keys are at the beginning, pointers begin where the keys would end if it were full. */
  private void children(byte[] node, int start, int count, int level, long from, long to)
      throws IOException {
    int max = (node.length - start) / (BMBT_KEY_SIZE + BMBT_POINTER_SIZE);
    check(count > 0 && count <= max, "number of children");
    long free = from;
    for (int i = 0; i < count; i++) {
      long key = BigEndian.i64(node, start + i * BMBT_KEY_SIZE);
      long end = i + 1 < count ? BigEndian.i64(node, start + (i + 1) * BMBT_KEY_SIZE) : to;
      check(key >= free && end > key && end <= to, "order");
      free = end;
      if (key >= limit) {
        return;
      }
      int pointer = start + max * BMBT_KEY_SIZE + i * BMBT_POINTER_SIZE;
      block(BigEndian.i64(node, pointer), level - 1, key, end);
    }
  }

  private void block(long number, int level, long from, long to) throws IOException {
    byte[] block = volume.block(number, where() + "node");
    boolean five = volume.superblock().describesItself();
    check(BigEndian.i32(block, 0) == (five ? BMBT_MAGIC_V5 : BMBT_MAGIC), "magic");
    volume.verify(
        block, BlockHeader.LONG_TREE, volume.offset(number), inode.number(), where() + "node");
    check(BigEndian.u16(block, BB_LEVEL) == level, "level");
    int count = BigEndian.u16(block, BB_NUMRECS);
    int header = five ? BMBT_HEADER_SIZE_V5 : BMBT_HEADER_SIZE;
    if (level > 0) {
      children(block, header, count, level, from, to);
      return;
    }
    check(count > 0 && count <= (block.length - header) / EXTENT_RECORD_SIZE, "number of records");
    leaf(block, header, count, from, to);
  }

  private void leaf(byte[] bytes, int start, int count, long from, long to) throws IOException {
    long free = from;
    for (int i = 0; i < count; i++) {
      int at = start + i * EXTENT_RECORD_SIZE;
      long high = BigEndian.i64(bytes, at);
      long low = BigEndian.i64(bytes, at + Long.BYTES);
      long logical = (high << STATE_BITS) >>> (STATE_BITS + START_HIGH_BITS);
      long physical =
          ((high & ((1 << START_HIGH_BITS) - 1)) << START_LOW_BITS) | (low >>> COUNT_BITS);
      long length = low & ((1 << COUNT_BITS) - 1);
      check(length > 0 && logical >= free && logical + length <= to, "order");
      free = logical + length;
      records++;
      check(records <= fork.extents(), "number of records");
      visitor.run(logical, physical, length, high >= 0);
    }
  }

  private String where() {
    return "inode " + inode.number() + ": extents: ";
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed(where() + "bad " + what);
    }
  }
}
