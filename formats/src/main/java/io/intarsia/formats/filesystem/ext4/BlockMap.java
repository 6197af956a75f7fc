package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.LittleEndian;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The direct, indirect, double and triple indirect block pointers of an inode. */
final class BlockMap {
  private final Volume volume;
  private final RawInode inode;
  private final RunVisitor visitor;
  private final long limit;
  private final int pointersPerBlock;

  /** No pointer block may be used twice, so the work is bounded by what the source holds. */
  private final Set<Long> visited = new HashSet<>();

  private long logical;

  BlockMap(Volume volume, RawInode inode, RunVisitor visitor) {
    this.volume = volume;
    this.inode = inode;
    this.visitor = visitor;
    this.limit = volume.blocksFor(inode.size());
    this.pointersPerBlock = volume.blockSize() / Integer.BYTES;
  }

  void walk() throws IOException {
    int slots = DIRECT_BLOCKS + INDIRECT_LEVELS;
    for (int i = 0; i < slots && logical < limit; i++) {
      long pointer = LittleEndian.u32(inode.bytes(), I_BLOCK + i * Integer.BYTES);
      map(pointer, Math.max(0, i + 1 - DIRECT_BLOCKS));
    }
    if (logical < limit && inode.size() > maxSize()) {
      throw volume.malformed("inode " + inode.number() + ": size beyond its block map");
    }
  }

  private long maxSize() {
    long n = pointersPerBlock;
    return (DIRECT_BLOCKS + n + n * n + n * n * n) * volume.blockSize();
  }

  /**
   * @param level 0 when the pointer names a block of data, else how many levels of pointers follow
   */
  private void map(long pointer, int level) throws IOException {
    if (pointer == 0) {
      logical += span(level);
    } else if (level == 0) {
      visitor.run(logical++, pointer, 1, true);
    } else {
      pointers(pointer, level);
    }
  }

  private long span(int level) {
    long span = 1;
    for (int i = 0; i < level; i++) {
      span *= pointersPerBlock;
    }
    return span;
  }

  private void pointers(long block, int level) throws IOException {
    if (!visited.add(block)) {
      throw volume.malformed("inode " + inode.number() + ": block map is not a tree");
    }
    byte[] bytes = volume.block(block, "inode " + inode.number() + ": indirect block");
    for (int i = 0; i < pointersPerBlock && logical < limit; i++) {
      map(LittleEndian.u32(bytes, i * Integer.BYTES), level - 1);
    }
  }
}
