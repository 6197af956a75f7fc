package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import java.io.IOException;

/** The AGF, AGI and AGFL of an allocation group, verified. */
final class GroupHeaders {
  private final Volume volume;
  private final long group;
  private final byte[] agf;
  private final byte[] agi;

  private GroupHeaders(Volume volume, long group, byte[] agf, byte[] agi) {
    this.volume = volume;
    this.group = group;
    this.agf = agf;
    this.agi = agi;
  }

  static GroupHeaders read(Volume volume, long group) throws IOException {
    GroupHeaders headers =
        new GroupHeaders(
            volume,
            group,
            volume.groupSector(group, AGF_SECTOR),
            volume.groupSector(group, AGI_SECTOR));
    headers.verify(headers.agf, "AGF", AGF_MAGIC, AGF_CRC, AGF_UUID);
    headers.verify(headers.agi, "AGI", AGI_MAGIC, AGI_CRC, AGI_UUID);
    return headers;
  }

  private void verify(byte[] sector, String name, int magic, int crc, int uuid) throws IOException {
    boolean mine =
        BigEndian.i32(sector, 0) == magic
            && BigEndian.i32(sector, AG_VERSION) == AG_VERSION_1
            && BigEndian.u32(sector, AG_SEQNO) == group
            && BigEndian.u32(sector, AG_LENGTH) == volume.superblock().agLength(group);
    check(mine, name);
    if (volume.superblock().describesItself()) {
      check(BlockHeader.checksumIsRight(sector, crc), "checksum of " + name);
      check(volume.hasUuid(sector, uuid), "UUID of " + name);
    }
  }

  void freeByBlock(ShortTree.RecordVisitor records, ShortTree.BlockVisitor blocks)
      throws IOException {
    new ShortTree(volume, group, ShortTree.Kind.BY_BLOCK, records, blocks)
        .visit(BigEndian.u32(agf, AGF_BNO_ROOT), BigEndian.u32(agf, AGF_BNO_LEVEL));
  }

  void freeBySize(ShortTree.RecordVisitor records, ShortTree.BlockVisitor blocks)
      throws IOException {
    new ShortTree(volume, group, ShortTree.Kind.BY_SIZE, records, blocks)
        .visit(BigEndian.u32(agf, AGF_CNT_ROOT), BigEndian.u32(agf, AGF_CNT_LEVEL));
  }

  void inodes(ShortTree.RecordVisitor records, ShortTree.BlockVisitor blocks) throws IOException {
    new ShortTree(volume, group, ShortTree.Kind.INODES, records, blocks)
        .visit(BigEndian.u32(agi, AGI_ROOT), BigEndian.u32(agi, AGI_LEVEL));
  }

  /** Number of blocks in the trees of free space. */
  long freeBlocks() {
    return BigEndian.u32(agf, AGF_FREEBLKS);
  }

  /** Length of the longest free range in blocks. */
  long longest() {
    return BigEndian.u32(agf, AGF_LONGEST);
  }

  /** Number of inodes that have a place, used or not. */
  long inodeCount() {
    return BigEndian.u32(agi, AGI_COUNT);
  }

  /** The blocks that are kept for the trees to grow: a ring of numbers. */
  void reserved(ShortTree.BlockVisitor blocks) throws IOException {
    byte[] agfl = volume.groupSector(group, AGFL_SECTOR);
    int start = 0;
    if (volume.superblock().describesItself()) {
      boolean mine =
          BigEndian.i32(agfl, 0) == AGFL_MAGIC
              && BigEndian.u32(agfl, AGFL_SEQNO) == group
              && volume.hasUuid(agfl, AGFL_UUID);
      check(mine, "AGFL");
      check(BlockHeader.checksumIsRight(agfl, AGFL_CRC), "checksum of AGFL");
      start = AGFL_BNO_V5;
    }
    int size = (agfl.length - start) / Integer.BYTES;
    long first = BigEndian.u32(agf, AGF_FLFIRST);
    long last = BigEndian.u32(agf, AGF_FLLAST);
    long count = BigEndian.u32(agf, AGF_FLCOUNT);
    check(first < size && last < size && count <= size, "places in AGFL");
    check(count == 0 || (first + count - 1) % size == last, "number of blocks in AGFL");
    for (int i = 0; i < count; i++) {
      int at = start + (int) ((first + i) % size) * Integer.BYTES;
      blocks.block(BigEndian.u32(agfl, at));
    }
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("allocation group " + group + ": bad " + what);
    }
  }
}
