package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.bytes.PagedSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.ExtentSource;
import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A bit for each cluster, from cluster 2 on: whether something uses it. */
final class AllocationBitmap {
  private static final int PIECE_BYTES = 1 << 16;
  private static final int MAX_CACHE_BYTES = 1 << 20;

  private final Volume volume;
  private final @Nullable ByteSource bits;
  private final @Nullable String damage;

  private AllocationBitmap(Volume volume, @Nullable ByteSource bits, @Nullable String damage) {
    this.volume = volume;
    this.bits = bits;
    this.damage = damage;
  }

  /** Damage comes to light when free space is asked for. */
  static AllocationBitmap of(Volume volume, SystemEntries system) throws IOException {
    Allocation place = system.bitmap();
    if (place == null) {
      return new AllocationBitmap(volume, null, "there is no allocation bitmap");
    }
    long length = Math.ceilDiv(volume.boot().clusters(), Byte.SIZE);
    if (place.length() < length) {
      return new AllocationBitmap(volume, null, "the allocation bitmap is too short");
    }
    try {
      ByteSource bits =
          ExtentSource.of(
              volume.source(),
              volume.source().description() + " > allocation bitmap",
              length,
              visitor -> place.visit(volume, length, visitor));
      return new AllocationBitmap(volume, new PagedSource(bits, MAX_CACHE_BYTES), system.damage());
    } catch (MalformedException e) {
      return new AllocationBitmap(volume, null, e.getMessage());
    }
  }

  /** Whether a cluster is in use; so are all where that cannot be known. */
  boolean isAllocated(long cluster) throws IOException {
    if (bits == null) {
      return true;
    }
    long bit = cluster - FIRST_CLUSTER;
    byte[] held = bits.read(bit / Byte.SIZE, 1);
    return (held[0] >> (bit % Byte.SIZE) & 1) != 0;
  }

  /** Visits free ranges in bytes. */
  void freeSpace(RangeVisitor visitor) throws IOException {
    BootRegion boot = volume.boot();
    check(bits != null && damage == null, damage == null ? "unknown" : damage);
    check(volume.isWhole(), "the file system is cut short");
    check(!boot.backup(), "the main boot region is damaged");
    check(!boot.has(FLAG_DIRTY), "the file system was not unmounted cleanly");
    check(!boot.has(FLAG_MEDIA_FAILURE), "the medium has failed");
    check(boot.fats() == 1, "it has two FATs (TexFAT)");
    check(isAllocated(boot.rootCluster()), "the root directory counts as free");
    ByteSource source = bits == null ? new MemorySource("none", new byte[0]) : bits;
    long start = -1;
    byte[] piece = new byte[PIECE_BYTES];
    for (long cluster = 0; cluster < boot.clusters(); ) {
      int size = (int) Math.min(PIECE_BYTES, source.size() - cluster / Byte.SIZE);
      source.read(cluster / Byte.SIZE, piece, 0, size);
      long end = Math.min(boot.clusters(), cluster + (long) size * Byte.SIZE);
      for (int bit = 0; cluster < end; bit++, cluster++) {
        boolean free = (piece[bit >> 3] >> (bit & 7) & 1) == 0;
        if (free && start < 0) {
          start = cluster;
        } else if (!free && start >= 0) {
          emit(start, cluster, visitor);
          start = -1;
        }
      }
    }
    if (start >= 0) {
      emit(start, boot.clusters(), visitor);
    }
  }

  private void emit(long from, long to, RangeVisitor visitor) throws IOException {
    long clusterBytes = volume.boot().clusterBytes();
    visitor.range(volume.boot().clusterOffset(from + FIRST_CLUSTER), (to - from) * clusterBytes);
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("allocation map is not sound: " + what);
    }
  }
}
