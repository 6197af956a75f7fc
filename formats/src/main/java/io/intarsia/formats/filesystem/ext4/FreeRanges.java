package io.intarsia.formats.filesystem.ext4;

import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;

/**
 * Turns the zero bits of bitmaps, group after group, into byte ranges that are as long as can be.
 */
final class FreeRanges {
  private final int blockSize;
  private final int ratio;
  private final RangeVisitor visitor;
  private long start;
  private long end;

  FreeRanges(Superblock superblock, RangeVisitor visitor) {
    this.blockSize = superblock.blockSize();
    this.ratio = superblock.clusterRatio();
    this.visitor = visitor;
  }

  /** Returns the number of free clusters of a group. */
  long group(long firstBlock, long blocks, byte[] bitmap) throws IOException {
    long free = 0;
    int clusters = (int) Math.ceilDiv(blocks, ratio);
    int bit = 0;
    while (bit < clusters) {
      if ((bit & 7) == 0 && bitmap[bit >> 3] == -1) {
        bit += Byte.SIZE;
      } else if (((bitmap[bit >> 3] >> (bit & 7)) & 1) != 0) {
        bit++;
      } else {
        int from = bit;
        bit = endOfZeros(bitmap, bit, clusters);
        free += bit - from;
        add(firstBlock + (long) from * ratio, firstBlock + Math.min(blocks, (long) bit * ratio));
      }
    }
    return free;
  }

  private static int endOfZeros(byte[] bitmap, int from, int clusters) {
    int bit = from;
    while (bit < clusters) {
      if ((bit & 7) == 0 && bitmap[bit >> 3] == 0) {
        bit += Byte.SIZE;
      } else if (((bitmap[bit >> 3] >> (bit & 7)) & 1) == 0) {
        bit++;
      } else {
        return bit;
      }
    }
    return clusters;
  }

  private void add(long from, long to) throws IOException {
    if (from != end) {
      finish();
      start = from;
    }
    end = to;
  }

  /** Hands on the last range. */
  void finish() throws IOException {
    if (end > start) {
      visitor.range(start * blockSize, (end - start) * blockSize);
    }
    start = end;
  }
}
