package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import java.io.IOException;

/**
 * A B+tree inside one allocation group. Its user checks that records ascend, and only a root may be
 * empty, so that no node can be visited twice.
 */
final class ShortTree {
  private final Volume volume;
  private final long group;
  private final Kind kind;
  private final RecordVisitor records;
  private final BlockVisitor blocks;

  /**
   * @param magic of blocks of version 4
   * @param magicV5 of blocks of version 5
   * @param keySize bytes of a key in nodes
   * @param recordSize bytes of a record in leaves
   */
  record Kind(String name, int magic, int magicV5, int keySize, int recordSize) {
    static final Kind BY_BLOCK =
        new Kind("free space by block", ABTB_MAGIC, ABTB_MAGIC_V5, 8, ALLOC_RECORD_SIZE);
    static final Kind BY_SIZE =
        new Kind("free space by size", ABTC_MAGIC, ABTC_MAGIC_V5, 8, ALLOC_RECORD_SIZE);
    static final Kind INODES = new Kind("inodes", IBT_MAGIC, IBT_MAGIC_V5, 4, INODE_RECORD_SIZE);
  }

  /** Takes a record, which stands in a block at an offset. */
  interface RecordVisitor {
    void record(byte[] block, int offset) throws IOException;
  }

  /** Takes the place of one of the tree's own blocks in its group. */
  interface BlockVisitor {
    void block(long index) throws IOException;
  }

  ShortTree(Volume volume, long group, Kind kind, RecordVisitor records, BlockVisitor blocks) {
    this.volume = volume;
    this.group = group;
    this.kind = kind;
    this.records = records;
    this.blocks = blocks;
  }

  void visit(long root, long levels) throws IOException {
    check(levels > 0 && levels <= MAX_SHORT_LEVELS, "number of levels");
    node(root, (int) levels - 1, true);
  }

  private void node(long index, int level, boolean isRoot) throws IOException {
    check(index > 0 && index < volume.superblock().agLength(group), "block number");
    blocks.block(index);
    long number = volume.blockInGroup(group, index);
    byte[] block = volume.block(number, what());
    boolean five = volume.superblock().describesItself();
    check(BigEndian.i32(block, 0) == (five ? kind.magicV5 : kind.magic), "magic");
    volume.verify(block, BlockHeader.SHORT_TREE, volume.offset(number), group, what());
    check(BigEndian.u16(block, BB_LEVEL) == level, "level");
    int count = BigEndian.u16(block, BB_NUMRECS);
    int header = five ? SHORT_HEADER_SIZE_V5 : SHORT_HEADER_SIZE;
    int entrySize = level == 0 ? kind.recordSize : kind.keySize + SHORT_POINTER_SIZE;
    int max = (block.length - header) / entrySize;
    check(count <= max && (count > 0 || (isRoot && level == 0)), "number of records");
    for (int i = 0; i < count; i++) {
      if (level == 0) {
        records.record(block, header + i * kind.recordSize);
      } else {
        int pointer = header + max * kind.keySize + i * SHORT_POINTER_SIZE;
        node(BigEndian.u32(block, pointer), level - 1, false);
      }
    }
  }

  private String what() {
    return "tree of " + kind.name + " of group " + group;
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed(what() + ": bad " + what);
    }
  }
}
