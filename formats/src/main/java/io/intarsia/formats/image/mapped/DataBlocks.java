package io.intarsia.formats.image.mapped;

import org.jspecify.annotations.Nullable;

/**
 * The blocks of a virtual disk that are to hold data, to be filled before a {@link BlockWriter} is
 * made with it. Takes one bit per block, and that only in areas of 8192 blocks that hold any. For
 * one thread while it is filled.
 */
public final class DataBlocks {
  private static final int AREA_BITS = 13;
  private static final int AREA_BLOCKS = 1 << AREA_BITS;

  private final long diskSize;
  private final int blockBits;
  private final long[] @Nullable [] areas;

  /** For each area, how many blocks were added before it; made when the first place is asked. */
  private long @Nullable [] before;

  /**
   * @param diskSize bytes of the virtual disk, at most 2^55
   * @param blockBytes a power of two from 512 to 256 MiB
   */
  public DataBlocks(long diskSize, int blockBytes) {
    this.blockBits = Integer.numberOfTrailingZeros(blockBytes);
    long count = diskSize <= 0 ? 0 : ((diskSize - 1) >>> (blockBits + AREA_BITS)) + 1;
    if (diskSize < 0 || diskSize > 1L << 55 || count > Integer.MAX_VALUE / 8) {
      throw new IllegalArgumentException("no disk of " + diskSize + " bytes can be written");
    }
    this.diskSize = diskSize;
    this.areas = new long[(int) count][];
  }

  /**
   * Adds all blocks that a range of the disk touches.
   *
   * @throws IllegalArgumentException when the range leaves the disk
   */
  public void add(long offset, long length) {
    if (offset < 0 || length < 0 || offset > diskSize - length) {
      throw new IllegalArgumentException("a range outside the disk: " + offset + " + " + length);
    }
    if (length == 0) {
      return;
    }
    before = null;
    long last = (offset + length - 1) >>> blockBits;
    for (long block = offset >>> blockBits; block <= last; block++) {
      int area = (int) (block >>> AREA_BITS);
      long[] bits = areas[area];
      if (bits == null) {
        bits = new long[AREA_BLOCKS / Long.SIZE];
        areas[area] = bits;
      }
      int inArea = (int) block & (AREA_BLOCKS - 1);
      bits[inArea / Long.SIZE] |= 1L << inArea;
    }
  }

  public long diskSize() {
    return diskSize;
  }

  public int blockBytes() {
    return 1 << blockBits;
  }

  /** Blocks that cover the disk, the last one perhaps in part. */
  public long blockCount() {
    return (diskSize + blockBytes() - 1) >>> blockBits;
  }

  /** Blocks that were added. */
  public long dataCount() {
    return places()[areas.length];
  }

  /** Whether a block was added. */
  public boolean contains(long block) {
    long[] bits = areas[(int) (block >>> AREA_BITS)];
    return bits != null && (bits[inArea(block) / Long.SIZE] >>> inArea(block) & 1) != 0;
  }

  /** How many blocks were added before this one. */
  public long ordinal(long block) {
    long count = places()[(int) (block >>> AREA_BITS)];
    long[] bits = areas[(int) (block >>> AREA_BITS)];
    if (bits != null) {
      int words = inArea(block) / Long.SIZE;
      for (int i = 0; i < words; i++) {
        count += Long.bitCount(bits[i]);
      }
      count += Long.bitCount(bits[words] & ((1L << inArea(block)) - 1));
    }
    return count;
  }

  /**
   * The block that a byte of the disk lies in.
   *
   * @throws IllegalArgumentException when it was not added
   */
  public long require(long diskOffset) {
    if (diskOffset < 0 || diskOffset >= diskSize || !contains(diskOffset >>> blockBits)) {
      throw new IllegalArgumentException("no data was announced at " + diskOffset);
    }
    return diskOffset >>> blockBits;
  }

  private static int inArea(long block) {
    return (int) block & (AREA_BLOCKS - 1);
  }

  private long[] places() {
    long[] counts = before;
    if (counts == null) {
      counts = new long[areas.length + 1];
      for (int i = 0; i < areas.length; i++) {
        long count = 0;
        long[] bits = areas[i];
        for (int j = 0; bits != null && j < bits.length; j++) {
          count += Long.bitCount(bits[j]);
        }
        counts[i + 1] = counts[i] + count;
      }
      before = counts;
    }
    return counts;
  }
}
