package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.mapped.DiskMap;
import io.intarsia.formats.image.mapped.Mapping;
import java.io.IOException;

/**
 * The two levels of tables that map the virtual disk to the file. Tables are read in slices, of
 * which a bounded number is kept. Safe for use by several threads.
 */
final class Qcow2Map implements DiskMap {
  private static final int MAX_SLICE_BYTES = 64 << 10;
  private static final int CACHE_BYTES = 4 << 20;

  private final ByteSource file;
  private final ByteSource data;
  private final Qcow2Header header;
  private final CompressedClusters compressed;
  private final boolean extended;
  private final boolean hasDataFile;
  private final int sliceBytes;
  private final PageCache slices;

  /** What an L2 entry, or the bits of a subcluster, say of their bytes. */
  private enum Kind {
    DATA,
    COMPRESSED,
    ZERO,
    UNALLOCATED
  }

  /**
   * @param data what holds the data clusters: the image or its external data file
   */
  Qcow2Map(ByteSource file, ByteSource data, Qcow2Header header, CompressedClusters compressed) {
    this.file = file;
    this.data = data;
    this.header = header;
    this.compressed = compressed;
    this.extended = header.has(Qcow2Layout.FEATURE_EXTENDED_L2);
    this.hasDataFile = header.has(Qcow2Layout.FEATURE_DATA_FILE);
    this.sliceBytes = Math.min(header.clusterSize(), MAX_SLICE_BYTES);
    this.slices = new PageCache(CACHE_BYTES / sliceBytes);
  }

  @Override
  public Mapping at(long offset, long limit) throws IOException {
    int tableBits = header.clusterBits() + header.l2Bits();
    long l1Entry = entry(header.l1Offset() + (offset >>> tableBits) * Qcow2Layout.ENTRY_BYTES);
    long table = l1Entry & Qcow2Layout.OFFSET_MASK;
    if (table == 0) {
      long left = (1L << tableBits) - (offset & ((1L << tableBits) - 1));
      return new Mapping.Absent(Math.min(limit, left));
    }
    if (!isAligned(table) || !Ranges.fits(table, header.clusterSize(), file.size())) {
      throw new MalformedException(
          file.description(), "an L2 table lies outside the file or is not aligned");
    }
    return extended ? extendedRun(table, offset, limit) : plainRun(table, offset, limit);
  }

  private Mapping run(Kind kind, long host, long length) throws MalformedException {
    return switch (kind) {
      case COMPRESSED -> new Mapping.Packed(compressed, host, length);
      case ZERO -> new Mapping.Zero(length);
      case UNALLOCATED -> new Mapping.Absent(length);
      case DATA -> {
        if (!Ranges.fits(host, length, data.size())) {
          throw new MalformedException(file.description(), "a data cluster lies outside the file");
        }
        yield new Mapping.Stored(data, host, length);
      }
    };
  }

  private Mapping plainRun(long table, long offset, long limit) throws IOException {
    int bits = header.clusterBits();
    long inTable = ((offset >>> bits) & ((1L << header.l2Bits()) - 1)) * Qcow2Layout.ENTRY_BYTES;
    byte[] slice = slice(table + inTable);
    int at = (int) (inTable & (sliceBytes - 1));
    long inCluster = offset & (header.clusterSize() - 1);
    long l2Entry = BigEndian.i64(slice, at);
    Kind kind = kindOf(l2Entry);
    long length = header.clusterSize() - inCluster;
    if (kind == Kind.COMPRESSED) {
      return run(kind, l2Entry, Math.min(length, limit));
    }
    long host = kind == Kind.DATA ? hostOf(l2Entry) + inCluster : 0;
    for (int next = at + Qcow2Layout.ENTRY_BYTES;
        length < limit && next < slice.length;
        next += Qcow2Layout.ENTRY_BYTES) {
      long nextEntry = BigEndian.i64(slice, next);
      boolean goesOn =
          kindOf(nextEntry) == kind && (kind != Kind.DATA || hostOf(nextEntry) == host + length);
      if (!goesOn) {
        break;
      }
      length += header.clusterSize();
    }
    return run(kind, host, Math.min(length, limit));
  }

  private Kind kindOf(long l2Entry) throws MalformedException {
    if ((l2Entry & Qcow2Layout.FLAG_COMPRESSED) != 0) {
      return packed();
    }
    if ((l2Entry & Qcow2Layout.FLAG_ZERO) != 0) {
      if (header.version() < 3) {
        throw new MalformedException(file.description(), "a zero cluster needs version 3");
      }
      return Kind.ZERO;
    }
    return isAllocated(l2Entry) ? Kind.DATA : Kind.UNALLOCATED;
  }

  private Kind packed() throws MalformedException {
    if (hasDataFile) {
      throw new MalformedException(
          file.description(), "a compressed cluster cannot be in an external data file");
    }
    return Kind.COMPRESSED;
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
      return run(packed(), l2Entry, Math.min(limit, left));
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
    Kind kind = subclusterKind(allocated, zero, first);
    int end = first + 1;
    while (end < 1 << Qcow2Layout.SUBCLUSTER_BITS && subclusterKind(allocated, zero, end) == kind) {
      end++;
    }
    long length = Math.min(limit, ((long) end << unitBits) - inCluster);
    return run(kind, kind == Kind.DATA ? hostOf(l2Entry) + inCluster : 0, length);
  }

  private static Kind subclusterKind(int allocated, int zero, int index) {
    if ((allocated >>> index & 1) != 0) {
      return Kind.DATA;
    }
    return (zero >>> index & 1) != 0 ? Kind.ZERO : Kind.UNALLOCATED;
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
