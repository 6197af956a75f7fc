package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.Arrays;

/** Ranges that are to read as zeros: collected in any order, then settled. */
final class HiddenRanges {
  private long[] start = new long[64];
  private long[] end = new long[64];
  private int size;

  /** Adds a range; it stays one of its own, so that {@link #truncate} can take it back. */
  void add(long from, long to) {
    if (size == start.length) {
      start = Arrays.copyOf(start, size * 2);
      end = Arrays.copyOf(end, size * 2);
    }
    start[size] = from;
    end[size] = to;
    size++;
  }

  void truncate(int newSize) {
    size = newSize;
  }

  int size() {
    return size;
  }

  /** Puts the ranges in order and joins those that touch. */
  void settle() {
    if (!isInOrder()) {
      sort();
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept > 0 && start[i] <= end[kept - 1]) {
        end[kept - 1] = Math.max(end[kept - 1], end[i]);
      } else {
        start[kept] = start[i];
        end[kept] = end[i];
        kept++;
      }
    }
    size = kept;
  }

  private boolean isInOrder() {
    for (int i = 1; i < size; i++) {
      if (start[i] < start[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private void sort() {
    long[][] ranges = new long[size][];
    for (int i = 0; i < size; i++) {
      ranges[i] = new long[] {start[i], end[i]};
    }
    Arrays.sort(ranges, (a, b) -> Long.compare(a[0], b[0]));
    for (int i = 0; i < size; i++) {
      start[i] = ranges[i][0];
      end[i] = ranges[i][1];
    }
  }

  /**
   * Number of the first settled range that ends after the offset; {@link #size()} when there is
   * none.
   */
  int firstEndingAfter(long offset) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end[middle] > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  long start(int i) {
    return start[i];
  }

  long end(int i) {
    return end[i];
  }

  /** Bytes in the ranges from the given one on that are not holes of the disk. */
  long dataBytes(ByteSource disk, int first) throws IOException {
    long bytes = 0;
    for (int i = first; i < size; i++) {
      long pos = disk.nextData(start[i]);
      while (pos < end[i]) {
        long hole = Math.min(end[i], disk.nextHole(pos));
        bytes += hole - pos;
        pos = disk.nextData(hole);
      }
    }
    return bytes;
  }
}
