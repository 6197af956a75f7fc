package io.intarsia.formats.filesystem.ext4;

import java.io.IOException;

/** Joins adjacent runs, cuts them at the end of the file and checks that their blocks exist. */
final class RunMerger implements RunVisitor {
  private final Volume volume;
  private final RawInode inode;
  private final RunVisitor next;
  private final long limit;
  private long logical;
  private long physical;
  private long count;
  private boolean written;
  private long writtenTotal;

  RunMerger(Volume volume, RawInode inode, RunVisitor next) {
    this.volume = volume;
    this.inode = inode;
    this.next = next;
    this.limit = volume.blocksFor(inode.size());
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
    if (joins) {
      count += used;
      return;
    }
    finish();
    logical = first;
    physical = block;
    count = used;
    written = isWritten;
  }

  /** No file has more blocks than the file system, or what reads it could take for ever. */
  private void check(long block, long length, boolean isWritten) throws IOException {
    boolean exists =
        isWritten
            ? volume.holds(block, length)
            : block + length <= volume.superblock().blocksCount();
    if (block <= 0 || !exists) {
      throw volume.malformed(
          "inode %d: blocks %d+%d outside the file system"
              .formatted(inode.number(), block, length));
    }
    writtenTotal += isWritten ? length : 0;
    if (writtenTotal > volume.superblock().blocksCount()
        || writtenTotal > volume.blocksFor(volume.source().size())) {
      throw volume.malformed("inode " + inode.number() + ": more blocks than there are");
    }
  }

  /** Hands on the last run. */
  void finish() throws IOException {
    if (count > 0) {
      next.run(logical, physical, count, written);
      count = 0;
    }
  }
}
