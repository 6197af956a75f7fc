package io.intarsia.formats.filesystem.xfs;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;

/** Ranges of blocks of one allocation group that are in use. */
final class UsedBlocks {
  /** At 8 bytes each, 32 MiB; the inodes of a group of 1 TiB need fewer. */
  private static final int MAX_RANGES = 4 << 20;

  private static final long LOW = 0xFFFFFFFFL;

  private final String where;
  private final long limit;

  /** First block in the upper half, length in the lower. */
  private long[] ranges = new long[16];

  private int count;

  /**
   * @param limit blocks of the group, at most 2^31
   */
  UsedBlocks(String where, long limit) {
    this.where = where;
    this.limit = limit;
  }

  void block(long index) throws IOException {
    add(index, index + 1);
  }

  /** Adds {@code [start, end)}; what is added in order is joined. */
  void add(long start, long end) throws IOException {
    if (start < 0 || end > limit) {
      throw new MalformedException(where, "block " + start + " in use outside its group");
    }
    long last = count > 0 ? ranges[count - 1] : 0;
    long lastStart = last >>> Integer.SIZE;
    long lastEnd = lastStart + (last & LOW);
    if (count > 0 && start >= lastStart && start <= lastEnd) {
      ranges[count - 1] = pack(lastStart, Math.max(end, lastEnd));
      return;
    }
    if (count == MAX_RANGES) {
      throw new UnsupportedException(where, "more than " + MAX_RANGES + " ranges in use");
    }
    if (count == ranges.length) {
      ranges = Arrays.copyOf(ranges, 2 * count);
    }
    ranges[count++] = pack(start, end);
  }

  private static long pack(long start, long end) {
    return (start << Integer.SIZE) | (end - start);
  }

  /** To be called once, after the last was added. */
  void sort() throws IOException {
    Arrays.sort(ranges, 0, count);
    long[] sorted = ranges;
    int all = count;
    count = 0;
    for (int i = 0; i < all; i++) {
      long start = sorted[i] >>> Integer.SIZE;
      add(start, start + (sorted[i] & LOW));
    }
  }

  /** Whether any block of {@code [start, end)} is in use. */
  boolean overlap(long start, long end) {
    int at = Arrays.binarySearch(ranges, 0, count, pack(start, start));
    int next = at >= 0 ? at : -at - 1;
    boolean after = next < count && ranges[next] >>> Integer.SIZE < end;
    if (after || next == 0) {
      return after;
    }
    long before = ranges[next - 1];
    return (before >>> Integer.SIZE) + (before & LOW) > start;
  }
}
