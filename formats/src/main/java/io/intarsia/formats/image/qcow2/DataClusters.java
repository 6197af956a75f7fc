package io.intarsia.formats.image.qcow2;

import org.jspecify.annotations.Nullable;

/**
 * The clusters of a virtual disk that are to hold data, to be filled before a {@link Qcow2Writer}
 * is made with it. Takes one bit per cluster, and that only in areas of 512 MiB that hold any: 10
 * TB full of data take 20 MB. For one thread.
 */
public final class DataClusters {
  static final int CLUSTER_BITS = 16;

  /** Clusters that one L2 table describes. */
  static final int TABLE_BITS = CLUSTER_BITS - 3;

  private static final int TABLE_CLUSTERS = 1 << TABLE_BITS;

  private final long diskSize;
  private final long[] @Nullable [] tables;

  /**
   * @param diskSize bytes of the virtual disk, 0 to 2 PiB
   * @throws IllegalArgumentException when it is larger than qcow2 allows
   */
  public DataClusters(long diskSize) {
    int shift = CLUSTER_BITS + TABLE_BITS;
    long count = diskSize <= 0 ? 0 : ((diskSize - 1) >>> shift) + 1;
    if (diskSize < 0 || count * Qcow2Layout.ENTRY_BYTES > Qcow2Layout.MAX_L1_BYTES) {
      throw new IllegalArgumentException("a qcow2 disk holds 2 PiB at most, not " + diskSize);
    }
    this.diskSize = diskSize;
    this.tables = new long[(int) count][];
  }

  /**
   * Adds all clusters that a range of the disk touches.
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
    long last = (offset + length - 1) >>> CLUSTER_BITS;
    for (long cluster = offset >>> CLUSTER_BITS; cluster <= last; cluster++) {
      int table = (int) (cluster >>> TABLE_BITS);
      long[] bits = tables[table];
      if (bits == null) {
        bits = new long[TABLE_CLUSTERS / Long.SIZE];
        tables[table] = bits;
      }
      int inTable = (int) cluster & (TABLE_CLUSTERS - 1);
      bits[inTable / Long.SIZE] |= 1L << inTable;
    }
  }

  long diskSize() {
    return diskSize;
  }

  /** Number of L2 tables that cover the disk. */
  int tableCount() {
    return tables.length;
  }

  /** Number of clusters added in the area of a table. */
  int countIn(int table) {
    return hasTable(table) ? rank(table, TABLE_CLUSTERS) : 0;
  }

  boolean hasTable(int table) {
    return tables[table] != null;
  }

  boolean contains(int table, int inTable) {
    long[] bits = tables[table];
    return bits != null && (bits[inTable / Long.SIZE] >>> inTable & 1) != 0;
  }

  /** Number of clusters added in the area of a table before one of it. */
  int rank(int table, int inTable) {
    long[] bits = tables[table];
    int count = 0;
    if (bits != null) {
      int words = inTable / Long.SIZE;
      for (int i = 0; i < words; i++) {
        count += Long.bitCount(bits[i]);
      }
      if (inTable % Long.SIZE != 0) {
        count += Long.bitCount(bits[words] & ((1L << inTable) - 1));
      }
    }
    return count;
  }
}
