package io.intarsia.library.checkin.plan;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Disk ranges that belong to contents: ascending, disjoint, each with its place in one content.
 * What is not here belongs to the skeleton. In columns, 28 bytes a range.
 */
public final class OwnedRanges {
  private long[] disk;
  private long[] file;
  private long[] length;
  private int[] content;
  private int size;
  private final BitSet disputed = new BitSet();

  private OwnedRanges(int capacity) {
    disk = new long[capacity];
    file = new long[capacity];
    length = new long[capacity];
    content = new int[capacity];
  }

  /** Settles overlapping claims: a byte belongs to the claim that begins first on the disk. */
  static OwnedRanges settle(Claims claims) {
    OwnedRanges owned = new OwnedRanges(Math.max(16, claims.size()));
    long end = 0;
    int last = -1;
    for (int claim : claims.byDiskOffset()) {
      if (claims.disk(claim) < end) {
        owned.disputed.set(claims.content(claim));
        owned.disputed.set(last);
      }
      long start = Math.max(end, claims.disk(claim));
      long claimEnd = claims.disk(claim) + claims.length(claim);
      if (start < claimEnd) {
        long skipped = start - claims.disk(claim);
        owned.add(start, claims.file(claim) + skipped, claimEnd - start, claims.content(claim));
        end = claimEnd;
        last = claims.content(claim);
      }
    }
    return owned;
  }

  private void add(long diskOffset, long fileOffset, long bytes, int contentIndex) {
    int last = size - 1;
    if (last >= 0
        && content[last] == contentIndex
        && disk[last] + length[last] == diskOffset
        && file[last] + length[last] == fileOffset) {
      length[last] += bytes;
      return;
    }
    if (size == disk.length) {
      disk = Arrays.copyOf(disk, size * 2);
      file = Arrays.copyOf(file, size * 2);
      length = Arrays.copyOf(length, size * 2);
      content = Arrays.copyOf(content, size * 2);
    }
    disk[size] = diskOffset;
    file[size] = fileOffset;
    length[size] = bytes;
    content[size] = contentIndex;
    size++;
  }

  public int size() {
    return size;
  }

  /** Whether another content claims some of the content's bytes, or it claims some twice. */
  boolean isDisputed(int contentNumber) {
    return disputed.get(contentNumber);
  }

  /** First byte on the disk. */
  public long disk(int i) {
    return disk[i];
  }

  /** First byte in the content. */
  public long file(int i) {
    return file[i];
  }

  public long length(int i) {
    return length[i];
  }

  public int content(int i) {
    return content[i];
  }

  /**
   * Number of the first range that ends after the disk offset; {@link #size()} when there is none.
   */
  public int firstEndingAfter(long diskOffset) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (disk[middle] + length[middle] > diskOffset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
