package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PageCache;
import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;

/** $Bitmap: a bit for each cluster, set when it is in use. */
final class ClusterBitmap {
  private static final int PAGE_BYTES = 64 << 10;
  private static final long PAGE_BITS = (long) PAGE_BYTES * Byte.SIZE;
  private static final int CACHED_PAGES = 64;

  private final Volume volume;
  private final ByteSource bits;
  private final PageCache pages = new PageCache(CACHED_PAGES);

  private ClusterBitmap(Volume volume, ByteSource bits) {
    this.volume = volume;
    this.bits = bits;
  }

  static ClusterBitmap read(Mft mft) throws IOException {
    Volume volume = mft.volume();
    FileRecord record = FileRecord.read(mft, RECORD_BITMAP);
    Stream stream = record.stream(TYPE_DATA, Attribute.NO_NAME);
    long needed = Math.ceilDiv(volume.boot().clusters(), Byte.SIZE);
    if (stream == null || stream.size() < needed || stream.initialized() < needed) {
      throw record.malformed("$Bitmap is too short");
    }
    return new ClusterBitmap(volume, stream.open(volume, volume.source(), "$Bitmap"));
  }

  private byte[] page(long number) throws IOException {
    byte[] page = pages.get(number);
    if (page == null) {
      long start = number * PAGE_BYTES;
      page = bits.read(start, (int) Math.min(PAGE_BYTES, bits.size() - start));
      pages.put(number, page);
    }
    return page;
  }

  /** Whether all clusters of a range inside the volume are in use. */
  boolean isInUse(long first, long count) throws IOException {
    return nextFree(first, first + count) == first + count;
  }

  private long nextFree(long from, long limit) throws IOException {
    return next(from, limit, false);
  }

  /** The first cluster at or after {@code from} whose bit is as wanted, at most {@code limit}. */
  private long next(long from, long limit, boolean wanted) throws IOException {
    byte skip = (byte) (wanted ? 0 : -1);
    long at = from;
    while (at < limit) {
      byte[] page = page(at / PAGE_BITS);
      long start = at / PAGE_BITS * PAGE_BITS;
      long end = Math.min(limit, start + PAGE_BITS);
      while (at < end) {
        byte bits8 = page[(int) ((at - start) >> 3)];
        int bit = (int) (at & 7);
        if (bit == 0 && bits8 == skip) {
          at += Byte.SIZE;
        } else if (((bits8 >> bit) & 1) == (wanted ? 1 : 0)) {
          return at;
        } else {
          at++;
        }
      }
    }
    return limit;
  }

  /** Visits the runs of clusters that are not in use, in bytes. */
  void visitFree(RangeVisitor visitor) throws IOException {
    long clusters = volume.boot().clusters();
    long clusterSize = volume.clusterSize();
    long at = nextFree(0, clusters);
    while (at < clusters) {
      long end = next(at, clusters, true);
      visitor.range(at * clusterSize, (end - at) * clusterSize);
      at = nextFree(end, clusters);
    }
  }
}
