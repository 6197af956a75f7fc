package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.FullWrites;
import io.intarsia.bytes.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a new qcow2 image, version 3, with clusters of 64 KiB, in the order of the disk: for what
 * {@link Qcow2Writer} cannot do, since places depend on what was written before: compressed
 * clusters, and images that hold only what differs from a backing file. For one thread, but for
 * {@link Compression#compress}. Takes two bytes of memory for each cluster of the file: 32 MiB for
 * 1 TiB.
 */
public final class Qcow2StreamWriter {

  /** How clusters are compressed. */
  public enum Compression {
    NONE,
    ZLIB,
    ZSTD;

    /**
     * Compresses a cluster of {@link #CLUSTER_BYTES}. For several threads at once.
     *
     * @return null when it is to be stored as it is
     */
    public byte @Nullable [] compress(byte[] bytes, int offset) {
      return switch (this) {
        case NONE -> null;
        case ZLIB -> ClusterEncoder.zlib(bytes, offset, CLUSTER_BYTES);
        case ZSTD -> ClusterEncoder.zstd(bytes, offset, CLUSTER_BYTES);
      };
    }
  }

  /**
   * The file below the image.
   *
   * @param name as stored, 1 to 1,023 bytes
   * @param format {@code raw} or {@code qcow2}, which QEMU wants to be told
   */
  public record Backing(String name, String format) {}

  /** Bytes of a cluster, the unit of {@link #cluster}. */
  public static final int CLUSTER_BYTES = 1 << DataClusters.CLUSTER_BITS;

  private static final int SECTOR = 512;
  private static final int HEADER_BYTES = 112;
  private static final int CLUSTERS_PER_TABLE = 1 << DataClusters.TABLE_BITS;
  private static final int SECTORS_SHIFT = 62 - (DataClusters.CLUSTER_BITS - 8);

  private final FileChannel out;
  private final long diskSize;
  private final Compression compression;
  private final @Nullable Backing backing;
  private final byte[] l1;
  private final byte[] l2 = new byte[CLUSTER_BYTES];
  private short[] refcounts = new short[1024];
  private long clusters;
  private long packNext;
  private long packEnd;
  private long table = -1;

  private Qcow2StreamWriter(
      FileChannel out, long diskSize, Compression compression, @Nullable Backing backing) {
    long perTable = (long) CLUSTER_BYTES * CLUSTERS_PER_TABLE;
    long tables = Math.max(1, Math.ceilDiv(diskSize, perTable));
    if (diskSize < 0 || tables * Qcow2Layout.ENTRY_BYTES > Qcow2Layout.MAX_L1_BYTES) {
      throw new IllegalArgumentException("a qcow2 disk holds 2 PiB at most, not " + diskSize);
    }
    if (backing != null && nameBytes(backing).length > Qcow2Layout.MAX_BACKING_NAME_BYTES) {
      throw new IllegalArgumentException("the name of the backing file is too long");
    }
    this.out = out;
    this.diskSize = diskSize;
    this.compression = compression;
    this.backing = backing;
    this.l1 = new byte[(int) tables * Qcow2Layout.ENTRY_BYTES];
  }

  /**
   * Begins an image.
   *
   * @param out a regular file, open for writing; what it holds is thrown away; stays open
   * @param diskSize bytes of the virtual disk, 0 to 2 PiB; padded to sectors of 512 bytes
   */
  public static Qcow2StreamWriter create(
      FileChannel out, long diskSize, Compression compression, @Nullable Backing backing)
      throws IOException {
    Qcow2StreamWriter writer = new Qcow2StreamWriter(out, diskSize, compression, backing);
    out.truncate(0);
    // The header, then the L1 table.
    writer.allocate(1 + Math.ceilDiv(writer.l1.length, CLUSTER_BYTES));
    return writer;
  }

  /**
   * Writes a cluster of the disk; zeros over a backing file are marked as such, and without one not
   * written.
   *
   * @param number of the cluster, greater than that of the one before
   * @param bytes with {@link #CLUSTER_BYTES} of it from the offset, zeros behind the disk's end
   * @param packed what {@link Compression#compress} made of them
   */
  public void cluster(long number, byte[] bytes, int offset, byte @Nullable [] packed)
      throws IOException {
    boolean zero = Zeros.isZero(bytes, offset, CLUSTER_BYTES);
    if (zero && backing == null) {
      return;
    }
    long wanted = number >>> DataClusters.TABLE_BITS;
    if (wanted != table) {
      flushTable();
      table = wanted;
    }
    long entry = zero ? Qcow2Layout.FLAG_ZERO : place(bytes, offset, packed);
    int inTable = (int) number & (CLUSTERS_PER_TABLE - 1);
    BigEndian.put64(l2, inTable * Qcow2Layout.ENTRY_BYTES, entry);
  }

  /** Stores a cluster and returns its L2 entry. */
  private long place(byte[] bytes, int offset, byte @Nullable [] packed) throws IOException {
    if (packed == null) {
      long host = allocate(1);
      put(bytes, offset, CLUSTER_BYTES, host);
      return host | Qcow2Layout.FLAG_COPIED;
    }
    int length = packed.length;
    long host = pack(length);
    put(packed, 0, length, host);
    long lastSector = (host + length - 1) / SECTOR;
    long first = host >>> DataClusters.CLUSTER_BITS;
    long last = (lastSector * SECTOR) >>> DataClusters.CLUSTER_BITS;
    for (long cluster = first; cluster <= last; cluster++) {
      refcounts[(int) cluster]++;
    }
    return host | (lastSector - host / SECTOR) << SECTORS_SHIFT | Qcow2Layout.FLAG_COMPRESSED;
  }

  /** Room for compressed bytes, which may reach over the end of a cluster into its neighbour. */
  private long pack(int length) {
    if (length > packEnd - packNext) {
      boolean grows = packEnd == clusters * CLUSTER_BYTES && packNext < packEnd;
      long added = allocate(1);
      // Counted by what lies in it.
      refcounts[(int) (added >>> DataClusters.CLUSTER_BITS)] = 0;
      packNext = grows ? packNext : added;
      packEnd = added + CLUSTER_BYTES;
    }
    long place = packNext;
    packNext += length;
    return place;
  }

  private long allocate(int count) {
    long first = clusters;
    clusters += count;
    if (clusters > refcounts.length) {
      refcounts = Arrays.copyOf(refcounts, Math.toIntExact(2 * clusters));
    }
    Arrays.fill(refcounts, (int) first, (int) clusters, (short) 1);
    return first * CLUSTER_BYTES;
  }

  private void flushTable() throws IOException {
    if (table >= 0) {
      long place = allocate(1);
      put(l2, 0, CLUSTER_BYTES, place);
      BigEndian.put64(l1, (int) table * Qcow2Layout.ENTRY_BYTES, place | Qcow2Layout.FLAG_COPIED);
      Arrays.fill(l2, (byte) 0);
    }
  }

  /** Writes what is left, tables and header. Does not force them to the disk. */
  public void finish() throws IOException {
    flushTable();
    put(l1, 0, l1.length, CLUSTER_BYTES);
    int blocks = 0;
    int tableClusters = 0;
    for (int needed = -1; needed != blocks; ) {
      needed = blocks;
      tableClusters = Math.ceilDiv(Math.max(1, blocks) * Qcow2Layout.ENTRY_BYTES, CLUSTER_BYTES);
      blocks =
          (int) Math.ceilDiv(clusters + tableClusters + blocks, WriterPlan.REFCOUNTS_PER_BLOCK);
    }
    long refcountTable = allocate(tableClusters);
    byte[] places = new byte[tableClusters * CLUSTER_BYTES];
    long firstBlock = allocate(blocks);
    for (int i = 0; i < blocks; i++) {
      long place = firstBlock + (long) i * CLUSTER_BYTES;
      BigEndian.put64(places, i * Qcow2Layout.ENTRY_BYTES, place);
      put(refcountBlock(i), 0, CLUSTER_BYTES, place);
    }
    put(places, 0, places.length, refcountTable);
    put(header(refcountTable, tableClusters), 0, CLUSTER_BYTES, 0);
  }

  private byte[] refcountBlock(int number) {
    byte[] block = new byte[CLUSTER_BYTES];
    int first = number * WriterPlan.REFCOUNTS_PER_BLOCK;
    int count = (int) Math.min(WriterPlan.REFCOUNTS_PER_BLOCK, clusters - first);
    for (int i = 0; i < count; i++) {
      BigEndian.put16(block, i * Short.BYTES, refcounts[first + i]);
    }
    return block;
  }

  private byte[] header(long refcountTable, int tableClusters) {
    byte[] b = new byte[CLUSTER_BYTES];
    BigEndian.put32(b, 0, Qcow2Layout.MAGIC);
    BigEndian.put32(b, Qcow2Layout.VERSION_OFFSET, 3);
    BigEndian.put32(b, Qcow2Layout.CLUSTER_BITS_OFFSET, DataClusters.CLUSTER_BITS);
    BigEndian.put64(b, Qcow2Layout.SIZE_OFFSET, (diskSize + SECTOR - 1) & -SECTOR);
    BigEndian.put32(b, Qcow2Layout.L1_ENTRIES_OFFSET, l1.length / Qcow2Layout.ENTRY_BYTES);
    BigEndian.put64(b, Qcow2Layout.L1_TABLE_OFFSET, CLUSTER_BYTES);
    BigEndian.put64(b, Qcow2Layout.REFCOUNT_TABLE_OFFSET, refcountTable);
    BigEndian.put32(b, Qcow2Layout.REFCOUNT_CLUSTERS_OFFSET, tableClusters);
    BigEndian.put32(b, Qcow2Layout.REFCOUNT_ORDER_OFFSET, 4);
    BigEndian.put32(b, Qcow2Layout.HEADER_LENGTH_OFFSET, HEADER_BYTES);
    if (compression == Compression.ZSTD) {
      BigEndian.put64(b, Qcow2Layout.INCOMPATIBLE_OFFSET, Qcow2Layout.FEATURE_COMPRESSION_TYPE);
      b[Qcow2Layout.COMPRESSION_TYPE_OFFSET] = Qcow2Header.COMPRESSION_ZSTD;
    }
    if (backing != null) {
      putBacking(b, backing);
    }
    return b;
  }

  /** The extension that names the format, the one that ends them, which is zeros, the name. */
  private static void putBacking(byte[] b, Backing backing) {
    byte[] format = backing.format().getBytes(StandardCharsets.US_ASCII);
    byte[] name = nameBytes(backing);
    BigEndian.put32(b, HEADER_BYTES, Qcow2Layout.EXTENSION_BACKING_FORMAT);
    BigEndian.put32(b, HEADER_BYTES + 4, format.length);
    System.arraycopy(format, 0, b, HEADER_BYTES + 8, format.length);
    int place = HEADER_BYTES + 8 + ((format.length + 7) & -8) + 8;
    System.arraycopy(name, 0, b, place, name.length);
    BigEndian.put64(b, Qcow2Layout.BACKING_NAME_OFFSET, place);
    BigEndian.put32(b, Qcow2Layout.BACKING_LENGTH_OFFSET, name.length);
  }

  private static byte[] nameBytes(Backing backing) {
    return backing.name().getBytes(StandardCharsets.UTF_8);
  }

  private void put(byte[] bytes, int offset, int length, long place) throws IOException {
    FullWrites.write(out, ByteBuffer.wrap(bytes, offset, length), place);
  }
}
