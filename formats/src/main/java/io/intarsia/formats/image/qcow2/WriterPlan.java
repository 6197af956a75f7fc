package io.intarsia.formats.image.qcow2;

/**
 * Where everything of a new image stands, in clusters: header, refcount table, refcount blocks, L1
 * table, L2 tables, data.
 */
final class WriterPlan {
  static final int CLUSTER_BYTES = 1 << DataClusters.CLUSTER_BITS;

  /** Refcounts have 16 bits. */
  static final int REFCOUNTS_PER_BLOCK = CLUSTER_BYTES / 2;

  private static final int ENTRIES_PER_CLUSTER = CLUSTER_BYTES / Qcow2Layout.ENTRY_BYTES;

  private final DataClusters data;

  /** For each L2 table, how many tables and data clusters stand before it; -1 for no table. */
  private final int[] tableNumbers;

  private final long[] dataBefore;
  private final long refcountTableClusters;
  private final long refcountBlocks;
  private final long l1Clusters;
  private final long l2Tables;
  private final long dataClusters;

  WriterPlan(DataClusters data) {
    this.data = data;
    this.tableNumbers = new int[data.tableCount()];
    this.dataBefore = new long[data.tableCount()];
    int tables = 0;
    long clusters = 0;
    for (int i = 0; i < data.tableCount(); i++) {
      tableNumbers[i] = data.hasTable(i) ? tables++ : -1;
      dataBefore[i] = clusters;
      clusters += data.countIn(i);
    }
    this.l2Tables = tables;
    this.dataClusters = clusters;
    this.l1Clusters = clustersFor(Math.max(1, data.tableCount()), ENTRIES_PER_CLUSTER);
    long others = 1 + l1Clusters + l2Tables + dataClusters;
    long blocks = 0;
    long table = 0;
    for (long needed = -1; needed != blocks; ) {
      needed = blocks;
      table = clustersFor(Math.max(1, blocks), ENTRIES_PER_CLUSTER);
      blocks = clustersFor(others + table + blocks, REFCOUNTS_PER_BLOCK);
    }
    this.refcountBlocks = blocks;
    this.refcountTableClusters = table;
  }

  private static long clustersFor(long entries, int perCluster) {
    return (entries + perCluster - 1) / perCluster;
  }

  long refcountTableOffset() {
    return CLUSTER_BYTES;
  }

  long refcountTableClusters() {
    return refcountTableClusters;
  }

  long refcountBlocks() {
    return refcountBlocks;
  }

  long refcountBlockOffset(long block) {
    return (1 + refcountTableClusters + block) * CLUSTER_BYTES;
  }

  long l1Offset() {
    return refcountBlockOffset(refcountBlocks);
  }

  /** At least one, which QEMU wants even for an empty disk. */
  int l1Entries() {
    return Math.max(1, data.tableCount());
  }

  /** Offset of an L2 table that {@link DataClusters#hasTable}. */
  long l2Offset(int table) {
    return l1Offset() + (l1Clusters + tableNumbers[table]) * CLUSTER_BYTES;
  }

  /** Offset in the file of a data cluster, which must be one. */
  long dataOffset(int table, int inTable) {
    long before = dataBefore[table] + data.rank(table, inTable);
    return l1Offset() + (l1Clusters + l2Tables + before) * CLUSTER_BYTES;
  }

  /** Clusters of the whole file. */
  long totalClusters() {
    return (l1Offset() >> DataClusters.CLUSTER_BITS) + l1Clusters + l2Tables + dataClusters;
  }
}
