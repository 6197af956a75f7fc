package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.LittleEndian;
import java.io.IOException;

/**
 * The extent tree of an inode. Every entry must lie between its neighbours and no node below the
 * root may be empty, so that no node can be visited twice.
 */
final class ExtentTree {
  private static final long LOGICAL_BLOCKS = 1L << 32;

  private final Volume volume;
  private final RawInode inode;
  private final RunVisitor visitor;
  private final long limit;

  ExtentTree(Volume volume, RawInode inode, RunVisitor visitor) {
    this.volume = volume;
    this.inode = inode;
    this.visitor = visitor;
    this.limit = volume.blocksFor(inode.size());
  }

  void walk() throws IOException {
    byte[] root = new byte[I_BLOCK_LENGTH];
    System.arraycopy(inode.bytes(), I_BLOCK, root, 0, root.length);
    int depth = LittleEndian.u16(root, EH_DEPTH);
    check(depth <= MAX_EXTENT_DEPTH, "depth");
    node(root, depth, 0, LOGICAL_BLOCKS);
  }

  /** Entries of the node must lie in {@code [from, to)}. */
  private void node(byte[] node, int depth, long from, long to) throws IOException {
    check(LittleEndian.u16(node, EH_MAGIC) == EXTENT_MAGIC, "magic");
    check(LittleEndian.u16(node, EH_DEPTH) == depth, "depth");
    int entries = LittleEndian.u16(node, EH_ENTRIES);
    int max = LittleEndian.u16(node, EH_MAX);
    check(entries <= max && max <= (node.length - EXTENT_HEADER_SIZE) / EXTENT_ENTRY_SIZE, "count");
    if (depth == 0) {
      leaf(node, entries, from, to);
    } else {
      children(node, entries, depth, from, to);
    }
  }

  private void leaf(byte[] node, int entries, long from, long to) throws IOException {
    long free = from;
    for (int i = 0; i < entries; i++) {
      int at = EXTENT_HEADER_SIZE + i * EXTENT_ENTRY_SIZE;
      long logical = LittleEndian.u32(node, at + EE_BLOCK);
      int length = LittleEndian.u16(node, at + EE_LEN);
      boolean written = length <= MAX_WRITTEN_LENGTH;
      int count = written ? length : length - MAX_WRITTEN_LENGTH;
      check(count > 0 && logical >= free && logical + count <= to, "order");
      free = logical + count;
      long physical =
          ((long) LittleEndian.u16(node, at + EE_START_HI) << 32)
              | LittleEndian.u32(node, at + EE_START_LO);
      visitor.run(logical, physical, count, written);
    }
  }

  private void children(byte[] node, int entries, int depth, long from, long to)
      throws IOException {
    check(entries > 0, "empty index");
    long free = from;
    for (int i = 0; i < entries; i++) {
      int at = EXTENT_HEADER_SIZE + i * EXTENT_ENTRY_SIZE;
      long logical = LittleEndian.u32(node, at + EI_BLOCK);
      long end = to;
      if (i + 1 < entries) {
        end = LittleEndian.u32(node, at + EXTENT_ENTRY_SIZE + EI_BLOCK);
      }
      check(logical >= free && end > logical && end <= to, "order");
      free = end;
      if (logical >= limit) {
        return;
      }
      long block =
          ((long) LittleEndian.u16(node, at + EI_LEAF_HI) << 32)
              | LittleEndian.u32(node, at + EI_LEAF_LO);
      byte[] child = volume.block(block, "inode " + inode.number() + ": extent block");
      check(LittleEndian.u16(child, EH_ENTRIES) > 0, "empty node");
      node(child, depth - 1, logical, end);
    }
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("inode " + inode.number() + ": extent tree: bad " + what);
    }
  }
}
