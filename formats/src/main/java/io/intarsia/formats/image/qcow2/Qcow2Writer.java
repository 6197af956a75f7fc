package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.FullWrites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Writes a new qcow2 image, version 3, with clusters of 64 KiB and without a backing file.
 *
 * <p>Which clusters hold data is known beforehand, so that every byte has its place at once: data
 * may be written in any order, by several threads, and what is not written reads as zeros. {@link
 * #finish} comes last, from one thread; until then the file is no image.
 */
public final class Qcow2Writer {
  private static final int SECTOR = 512;
  private static final int VERSION = 3;
  private static final int REFCOUNT_ORDER = 4;
  private static final int CLUSTERS_PER_TABLE = 1 << DataClusters.TABLE_BITS;
  private static final int CLUSTER_MASK = WriterPlan.CLUSTER_BYTES - 1;

  private final FileChannel out;
  private final DataClusters data;
  private final WriterPlan plan;

  private Qcow2Writer(FileChannel out, DataClusters data) {
    this.out = out;
    this.data = data;
    this.plan = new WriterPlan(data);
  }

  /**
   * Begins an image.
   *
   * @param out a regular file, open for writing; what it holds is thrown away; stays open
   * @param data the clusters that will be written, not to be changed any more
   */
  public static Qcow2Writer create(FileChannel out, DataClusters data) throws IOException {
    Qcow2Writer writer = new Qcow2Writer(out, data);
    out.truncate(0);
    long end = writer.plan.totalClusters() * WriterPlan.CLUSTER_BYTES;
    FullWrites.write(out, ByteBuffer.allocate(1), end - 1);
    return writer;
  }

  /**
   * Size of the disk in the image: that of {@link DataClusters}, padded to sectors of 512 bytes.
   */
  public long virtualSize() {
    return (data.diskSize() + SECTOR - 1) & -SECTOR;
  }

  /**
   * Writes a piece of the disk.
   *
   * @throws IllegalArgumentException when it touches a cluster that was not announced
   */
  public void write(long diskOffset, byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      long at = diskOffset + done;
      long host = hostOf(at);
      int n = WriterPlan.CLUSTER_BYTES - ((int) at & CLUSTER_MASK);
      // Neighbours that both hold data are neighbours in the file.
      while (n < length - done && isData(at + n)) {
        n += WriterPlan.CLUSTER_BYTES;
      }
      n = Math.min(n, length - done);
      FullWrites.write(out, ByteBuffer.wrap(bytes, offset + done, n), host);
      done += n;
    }
  }

  /** Writes tables and header. Does not force them to the disk. */
  public void finish() throws IOException {
    writeRefcounts();
    writeMap();
    FullWrites.write(out, ByteBuffer.wrap(header()), 0);
  }

  private boolean isData(long diskOffset) {
    return data.contains(tableOf(diskOffset), clusterInTable(diskOffset));
  }

  private long hostOf(long diskOffset) {
    if (diskOffset < 0 || diskOffset >= data.diskSize() || !isData(diskOffset)) {
      throw new IllegalArgumentException("no data was announced at " + diskOffset);
    }
    return plan.dataOffset(tableOf(diskOffset), clusterInTable(diskOffset))
        + (diskOffset & CLUSTER_MASK);
  }

  private static int tableOf(long diskOffset) {
    return (int) (diskOffset >>> (DataClusters.CLUSTER_BITS + DataClusters.TABLE_BITS));
  }

  private static int clusterInTable(long diskOffset) {
    return (int) (diskOffset >>> DataClusters.CLUSTER_BITS) & (CLUSTERS_PER_TABLE - 1);
  }

  /** Every cluster of the file is used once. */
  private void writeRefcounts() throws IOException {
    byte[] table = new byte[(int) plan.refcountTableClusters() * WriterPlan.CLUSTER_BYTES];
    byte[] block = new byte[WriterPlan.CLUSTER_BYTES];
    long left = plan.totalClusters();
    for (int i = 0; i < plan.refcountBlocks(); i++) {
      BigEndian.put64(table, i * Qcow2Layout.ENTRY_BYTES, plan.refcountBlockOffset(i));
      int used = (int) Math.min(left, WriterPlan.REFCOUNTS_PER_BLOCK);
      Arrays.fill(block, (byte) 0);
      for (int j = 0; j < used; j++) {
        block[2 * j + 1] = 1;
      }
      left -= used;
      FullWrites.write(out, ByteBuffer.wrap(block), plan.refcountBlockOffset(i));
    }
    FullWrites.write(out, ByteBuffer.wrap(table), plan.refcountTableOffset());
  }

  private void writeMap() throws IOException {
    byte[] l1 = new byte[plan.l1Entries() * Qcow2Layout.ENTRY_BYTES];
    byte[] l2 = new byte[WriterPlan.CLUSTER_BYTES];
    for (int table = 0; table < data.tableCount(); table++) {
      if (!data.hasTable(table)) {
        continue;
      }
      long place = plan.l2Offset(table);
      BigEndian.put64(l1, table * Qcow2Layout.ENTRY_BYTES, place | Qcow2Layout.FLAG_COPIED);
      fillL2(table, l2);
      FullWrites.write(out, ByteBuffer.wrap(l2), place);
    }
    FullWrites.write(out, ByteBuffer.wrap(l1), plan.l1Offset());
  }

  private void fillL2(int table, byte[] l2) {
    long host = plan.dataOffset(table, 0);
    for (int i = 0; i < CLUSTERS_PER_TABLE; i++) {
      long entry = 0;
      if (data.contains(table, i)) {
        entry = host | Qcow2Layout.FLAG_COPIED;
        host += WriterPlan.CLUSTER_BYTES;
      }
      BigEndian.put64(l2, i * Qcow2Layout.ENTRY_BYTES, entry);
    }
  }

  private byte[] header() {
    byte[] header = new byte[WriterPlan.CLUSTER_BYTES];
    BigEndian.put32(header, 0, Qcow2Layout.MAGIC);
    BigEndian.put32(header, Qcow2Layout.VERSION_OFFSET, VERSION);
    BigEndian.put32(header, Qcow2Layout.CLUSTER_BITS_OFFSET, DataClusters.CLUSTER_BITS);
    BigEndian.put64(header, Qcow2Layout.SIZE_OFFSET, virtualSize());
    BigEndian.put32(header, Qcow2Layout.L1_ENTRIES_OFFSET, plan.l1Entries());
    BigEndian.put64(header, Qcow2Layout.L1_TABLE_OFFSET, plan.l1Offset());
    BigEndian.put64(header, Qcow2Layout.REFCOUNT_TABLE_OFFSET, plan.refcountTableOffset());
    BigEndian.put32(
        header, Qcow2Layout.REFCOUNT_CLUSTERS_OFFSET, (int) plan.refcountTableClusters());
    BigEndian.put32(header, Qcow2Layout.REFCOUNT_ORDER_OFFSET, REFCOUNT_ORDER);
    BigEndian.put32(header, Qcow2Layout.HEADER_LENGTH_OFFSET, Qcow2Layout.V3_MIN_HEADER_BYTES);
    return header;
  }
}
