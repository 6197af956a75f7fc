package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.Arrays;

/** Ascending, disjoint disk ranges that are to read as zeros. */
final class HiddenRanges {
  private long[] start = new long[64];
  private long[] end = new long[64];
  private int size;

  /**
   * Adds a range that begins at or after the end of the last one; it stays a range of its own, so
   * that {@link #truncate} can take it back.
   */
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

  long lastEnd() {
    return size == 0 ? 0 : end[size - 1];
  }

  /** Number of the first range that ends after the offset; {@link #size()} when there is none. */
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

  /** Bytes in the ranges that are not holes of the disk. */
  long dataBytes(ByteSource disk) throws IOException {
    long bytes = 0;
    for (int i = 0; i < size; i++) {
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
