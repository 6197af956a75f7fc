package io.intarsia.formats.filesystem.xfs;

import io.intarsia.formats.UnsupportedException;
import java.io.IOException;

/**
 * The blocks of a fork: joins adjacent records, cuts them at a limit and checks that their blocks
 * exist.
 */
final class FileMap implements RunVisitor {
  /** Bounds what reading one file can take when its records share blocks. */
  private static final long MAX_SHARING = 16;

  private final Volume volume;
  private final RawInode inode;
  private final RunVisitor next;
  private final long limit;
  private long logical;
  private long physical;
  private long count;
  private boolean written;
  private long writtenTotal;

  private FileMap(Volume volume, RawInode inode, long limit, RunVisitor next) {
    this.volume = volume;
    this.inode = inode;
    this.limit = limit;
    this.next = next;
  }

  /**
   * Visits the runs that lie before the limit, as long as possible each.
   *
   * @param limit in blocks
   * @throws io.intarsia.formats.MalformedException when the map leaves the file system, is not in
   *     order, or names more blocks than there are
   */
  static void visit(Volume volume, RawInode inode, Fork fork, long limit, RunVisitor visitor)
      throws IOException {
    FileMap map = new FileMap(volume, inode, limit, visitor);
    ExtentMap.visit(volume, inode, fork, limit, map);
    map.finish();
  }

  @Override
  public void run(long first, long block, long length, boolean isWritten) throws IOException {
    long used = Math.min(length, limit - first);
    if (used <= 0) {
      return;
    }
    check(block, used, isWritten);
    boolean joins =
        count > 0 && first == logical + count && isWritten == written && block == physical + count;
    if (joins && volume.exist(physical, count + used)) {
      count += used;
      return;
    }
    finish();
    logical = first;
    physical = block;
    count = used;
    written = isWritten;
  }

  private void check(long block, long length, boolean isWritten) throws IOException {
    boolean good = isWritten ? volume.holds(block, length) : volume.exist(block, length);
    if (block <= 0 || !good) {
      throw volume.malformed(
          "inode %d: blocks %d+%d outside the file system"
              .formatted(inode.number(), block, length));
    }
    writtenTotal += isWritten ? length : 0;
    long blocks =
        Math.min(volume.superblock().dataBlocks(), volume.blocksFor(volume.source().size()));
    if (writtenTotal > blocks && !inode.sharesBlocks()) {
      throw volume.malformed("inode " + inode.number() + ": more blocks than there are");
    }
    if (writtenTotal / MAX_SHARING > blocks) {
      throw new UnsupportedException(
          volume.source().description(),
          "inode %d: a file of more than %d times the size of the file system"
              .formatted(inode.number(), MAX_SHARING));
    }
  }

  private void finish() throws IOException {
    if (count > 0) {
      next.run(logical, physical, count, written);
      count = 0;
    }
  }
}
