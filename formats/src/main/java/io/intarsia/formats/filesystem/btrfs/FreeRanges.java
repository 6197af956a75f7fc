package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;

/**
 * Joins free ranges that follow one another, and leaves out what Linux reserves: the start of the
 * device and the places of superblocks.
 */
final class FreeRanges {
  private final long deviceBytes;
  private final RangeVisitor visitor;
  private long start;
  private long end;

  FreeRanges(long deviceBytes, RangeVisitor visitor) {
    this.deviceBytes = deviceBytes;
    this.visitor = visitor;
  }

  /** Adds a range that does not begin before the last one ended; it may be empty. */
  void add(long from, long to) throws IOException {
    long position = Math.max(from, DEVICE_RESERVED);
    for (long superblock : SUPERBLOCKS) {
      if (superblock >= position && superblock < to) {
        join(position, superblock);
      }
      if (superblock < to) {
        position = Math.max(position, superblock + SUPERBLOCK_RESERVED);
      }
    }
    join(position, Math.min(to, deviceBytes));
  }

  private void join(long from, long to) throws IOException {
    if (from >= to) {
      return;
    }
    if (from != end) {
      finish();
      start = from;
    }
    end = to;
  }

  /** Hands on the last range. */
  void finish() throws IOException {
    if (end > start) {
      visitor.range(start, end - start);
    }
    start = end;
  }
}
