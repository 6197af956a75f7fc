package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem.ExtentVisitor;
import java.io.IOException;

/**
 * Where a stream of bytes lies.
 *
 * @param first its first cluster; meaningless when it is empty
 * @param length in bytes
 * @param contiguous whether its clusters are neighbours and the FAT says nothing of them
 */
record Allocation(long first, long length, boolean contiguous) {
  /** Of the bitmap and of the up-case table, which always have a chain. */
  static Allocation ofSystemEntry(byte[] entry, int at) {
    return new Allocation(
        LittleEndian.u32(entry, at + FIRST_CLUSTER_FIELD),
        LittleEndian.i64(entry, at + DATA_LENGTH),
        false);
  }

  /** Visits the pieces of the first {@code limit} bytes, as long as possible each. */
  void visit(Volume volume, long limit, ExtentVisitor visitor) throws IOException {
    BootRegion boot = volume.boot();
    if (length < 0 || length > boot.clusters() * boot.clusterBytes()) {
      throw volume.malformed("more bytes at cluster " + first + " than there are");
    }
    if (limit == 0) {
      return;
    }
    Chain chain = new Chain(volume, first, contiguous);
    if (contiguous) {
      long last = first + (limit - 1) / boot.clusterBytes();
      if (!boot.isCluster(last)) {
        throw volume.malformed("cluster " + last + " does not exist");
      }
      emit(volume, 0, limit, boot.clusterOffset(first), visitor);
      return;
    }
    long start = 0;
    long place = boot.clusterOffset(first);
    long end = boot.clusterBytes();
    while (end < limit) {
      if (!chain.advance()) {
        throw volume.malformed("the chain of cluster " + first + " is shorter than its length");
      }
      long next = boot.clusterOffset(chain.cluster());
      if (next != place + (end - start)) {
        emit(volume, start, end, place, visitor);
        start = end;
        place = next;
      }
      end += boot.clusterBytes();
    }
    emit(volume, start, limit, place, visitor);
  }

  private static void emit(Volume volume, long start, long end, long place, ExtentVisitor visitor)
      throws IOException {
    if (place + (end - start) > volume.source().size()) {
      throw volume.malformed("a file reaches past the end of the source");
    }
    visitor.extent(new Extent(start, end - start, Extent.Kind.PLAIN, place));
  }
}
