package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;

/**
 * The two levels of tables that map the virtual disk to the file. Tables are read in slices, of
 * which a bounded number is kept. Safe for use by several threads.
 */
final class Qcow2Map {
  private static final int MAX_SLICE_BYTES = 64 << 10;
  private static final int CACHE_BYTES = 4 << 20;

  private final ByteSource file;
  private final long dataSize;
  private final Qcow2Header header;
  private final boolean extended;
  private final boolean hasDataFile;
  private final int sliceBytes;
  private final PageCache slices;

  /**
   * @param dataSize bytes of the file that holds the data clusters
   */
  Qcow2Map(ByteSource file, long dataSize, Qcow2Header header) {
    this.file = file;
    this.dataSize = dataSize;
    this.header = header;
    this.extended = header.has(Qcow2Layout.FEATURE_EXTENDED_L2);
    this.hasDataFile = header.has(Qcow2Layout.FEATURE_DATA_FILE);
    this.sliceBytes = Math.min(header.clusterSize(), MAX_SLICE_BYTES);
    this.slices = new PageCache(CACHE_BYTES / sliceBytes);
  }

  /**
   * The run that begins at an offset of the virtual disk.
   *
   * @param limit the run is cut after so many bytes; {@code offset + limit} lies inside the disk
   */
  Mapping at(long offset, long limit) throws IOException {
    int tableBits = header.clusterBits() + header.l2Bits();
    long l1Entry = entry(header.l1Offset() + (offset >>> tableBits) * Qcow2Layout.ENTRY_BYTES);
    long table = l1Entry & Qcow2Layout.OFFSET_MASK;
    if (table == 0) {
      long left = (1L << tableBits) - (offset & ((1L << tableBits) - 1));
      return new Mapping(Mapping.Kind.UNALLOCATED, 0, Math.min(limit, left));
    }
    if (!isAligned(table) || !Ranges.fits(table, header.clusterSize(), file.size())) {
      throw new MalformedException(
          file.description(), "an L2 table lies outside the file or is not aligned");
    }
    Mapping run = extended ? extendedRun(table, offset, limit) : plainRun(table, offset, limit);
    if (run.kind() == Mapping.Kind.DATA && !Ranges.fits(run.host(), run.length(), dataSize)) {
      throw new MalformedException(file.description(), "a data cluster lies outside the file");
    }
    return run;
  }

  private Mapping plainRun(long table, long offset, long limit) throws IOException {
    int bits = header.clusterBits();
    long inTable = ((offset >>> bits) & ((1L << header.l2Bits()) - 1)) * Qcow2Layout.ENTRY_BYTES;
    byte[] slice = slice(table + inTable);
    int at = (int) (inTable & (sliceBytes - 1));
    long inCluster = offset & (header.clusterSize() - 1);
    long l2Entry = BigEndian.i64(slice, at);
    Mapping.Kind kind = kindOf(l2Entry);
    long length = header.clusterSize() - inCluster;
    if (kind == Mapping.Kind.COMPRESSED) {
      return new Mapping(kind, l2Entry, Math.min(length, limit));
    }
    long host = kind == Mapping.Kind.DATA ? hostOf(l2Entry) + inCluster : 0;
    for (int next = at + Qcow2Layout.ENTRY_BYTES;
        length < limit && next < slice.length;
        next += Qcow2Layout.ENTRY_BYTES) {
      long nextEntry = BigEndian.i64(slice, next);
      boolean goesOn =
          kindOf(nextEntry) == kind
              && (kind != Mapping.Kind.DATA || hostOf(nextEntry) == host + length);
      if (!goesOn) {
        break;
      }
      length += header.clusterSize();
    }
    return new Mapping(kind, host, Math.min(length, limit));
  }

  private Mapping.Kind kindOf(long l2Entry) throws MalformedException {
    if ((l2Entry & Qcow2Layout.FLAG_COMPRESSED) != 0) {
      return compressed();
    }
    if ((l2Entry & Qcow2Layout.FLAG_ZERO) != 0) {
      if (header.version() < 3) {
        throw new MalformedException(file.description(), "a zero cluster needs version 3");
      }
      return Mapping.Kind.ZERO;
    }
    return isAllocated(l2Entry) ? Mapping.Kind.DATA : Mapping.Kind.UNALLOCATED;
  }

  private Mapping.Kind compressed() throws MalformedException {
    if (hasDataFile) {
      throw new MalformedException(
          file.description(), "a compressed cluster cannot be in an external data file");
    }
    return Mapping.Kind.COMPRESSED;
  }

  /** Offset 0 is a place for data only in an external data file. */
  private boolean isAllocated(long l2Entry) {
    return (l2Entry & Qcow2Layout.OFFSET_MASK) != 0
        || (hasDataFile && (l2Entry & Qcow2Layout.FLAG_COPIED) != 0);
  }

  private long hostOf(long l2Entry) throws MalformedException {
    long host = l2Entry & Qcow2Layout.OFFSET_MASK;
    if (!isAligned(host)) {
      throw new MalformedException(file.description(), "a data cluster is not aligned");
    }
    return host;
  }

  private Mapping extendedRun(long table, long offset, long limit) throws IOException {
    int bits = header.clusterBits();
    long inTable =
        ((offset >>> bits) & ((1L << header.l2Bits()) - 1)) * Qcow2Layout.EXTENDED_ENTRY_BYTES;
    byte[] slice = slice(table + inTable);
    int at = (int) (inTable & (sliceBytes - 1));
    long l2Entry = BigEndian.i64(slice, at);
    long inCluster = offset & (header.clusterSize() - 1);
    if ((l2Entry & Qcow2Layout.FLAG_COMPRESSED) != 0) {
      long left = header.clusterSize() - inCluster;
      return new Mapping(compressed(), l2Entry, Math.min(limit, left));
    }
    return subclusterRun(l2Entry, BigEndian.i64(slice, at + 8), inCluster, limit);
  }

  /** A run inside one cluster; bits 0 to 31 say which subclusters have data, 32 to 63 are zero. */
  private Mapping subclusterRun(long l2Entry, long bitmap, long inCluster, long limit)
      throws MalformedException {
    int allocated = (int) bitmap;
    int zero = (int) (bitmap >>> 32);
    if ((allocated & zero) != 0 || (allocated != 0 && !isAllocated(l2Entry))) {
      throw new MalformedException(file.description(), "a subcluster bitmap contradicts itself");
    }
    int unitBits = header.clusterBits() - Qcow2Layout.SUBCLUSTER_BITS;
    int first = (int) (inCluster >>> unitBits);
    Mapping.Kind kind = subclusterKind(allocated, zero, first);
    int end = first + 1;
    while (end < 1 << Qcow2Layout.SUBCLUSTER_BITS && subclusterKind(allocated, zero, end) == kind) {
      end++;
    }
    long length = Math.min(limit, ((long) end << unitBits) - inCluster);
    return new Mapping(kind, kind == Mapping.Kind.DATA ? hostOf(l2Entry) + inCluster : 0, length);
  }

  private static Mapping.Kind subclusterKind(int allocated, int zero, int index) {
    if ((allocated >>> index & 1) != 0) {
      return Mapping.Kind.DATA;
    }
    return (zero >>> index & 1) != 0 ? Mapping.Kind.ZERO : Mapping.Kind.UNALLOCATED;
  }

  private boolean isAligned(long offset) {
    return (offset & (header.clusterSize() - 1)) == 0;
  }

  private long entry(long place) throws IOException {
    return BigEndian.i64(slice(place), (int) (place & (sliceBytes - 1)));
  }

  /** The slice that a place lies in; zeros where the file ends inside it. */
  private byte[] slice(long place) throws IOException {
    long start = place & -sliceBytes;
    byte[] slice = slices.get(start);
    if (slice == null) {
      slice = new byte[sliceBytes];
      file.read(start, slice, 0, (int) Math.min(sliceBytes, file.size() - start));
      slices.put(start, slice);
    }
    return slice;
  }
}
