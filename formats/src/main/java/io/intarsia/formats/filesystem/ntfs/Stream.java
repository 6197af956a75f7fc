package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of an attribute, put together from its pieces.
 *
 * @param size in bytes
 * @param initialized bytes from which on zeros are read, at most {@code size}
 * @param resident the value, or null when it is in clusters
 * @param runs the clusters; none of a resident value
 * @param unitClusters clusters of a compression unit, 0 when it is not compressed
 */
record Stream(
    long size,
    long initialized,
    byte @Nullable [] resident,
    Runs runs,
    int unitClusters,
    boolean encrypted) {

  /**
   * @param pieces of one attribute, at least one, ascending
   */
  static Stream ofPieces(Volume volume, List<Attribute> pieces) throws IOException {
    Attribute first = pieces.getFirst();
    Runs runs = new Runs(volume);
    if (first.isResident()) {
      byte[] value = first.value();
      return new Stream(value.length, value.length, value, runs, 0, false);
    }
    checkSizes(volume, first);
    for (Attribute piece : pieces) {
      runs.append(piece);
    }
    if (first.dataSize() > runs.end() * volume.clusterSize()) {
      throw volume.malformed("an attribute with fewer clusters than bytes");
    }
    return new Stream(
        first.dataSize(),
        first.initializedSize(),
        null,
        runs,
        unitClusters(volume, first),
        first.isEncrypted());
  }

  static void checkSizes(Volume volume, Attribute first) throws MalformedException {
    boolean sound =
        first.lowestVcn() == 0
            && first.dataSize() >= 0
            && first.dataSize() <= first.allocatedSize()
            && first.initializedSize() >= 0
            && first.initializedSize() <= first.dataSize();
    if (!sound) {
      throw volume.malformed("an attribute whose sizes make no sense");
    }
  }

  private static int unitClusters(Volume volume, Attribute first)
      throws MalformedException, UnsupportedException {
    if (first.hasUnknownCompression()) {
      throw volume.unsupported("compression other than LZNT1");
    }
    if (!first.isCompressed() || first.compressionUnit() == 0) {
      return 0;
    }
    int power = first.compressionUnit();
    if (power > 8 || volume.clusterSize() > CompressedContent.MAX_UNIT_BYTES >> power) {
      throw volume.unsupported("compression units of 2^" + power + " clusters");
    }
    return 1 << power;
  }

  /**
   * The bytes.
   *
   * @param name for messages
   * @param disk the volume's bytes, cached or not
   */
  ByteSource open(Volume volume, ByteSource disk, String name) {
    if (resident != null) {
      return new MemorySource(disk.description() + " > " + name, resident);
    }
    int clusterSize = volume.clusterSize();
    if (unitClusters == 0) {
      return new RunContent(disk, name, runs, clusterSize, size, initialized);
    }
    long all = runs.end() * clusterSize;
    RunContent raw = new RunContent(disk, name, runs, clusterSize, all, all);
    return new CompressedContent(raw, runs, clusterSize, unitClusters, size, initialized);
  }

  /** The whole value of a small attribute. */
  byte[] read(Volume volume, int limit) throws IOException {
    if (resident != null && resident.length <= limit) {
      return resident;
    }
    if (size > limit) {
      throw volume.malformed("an attribute of " + size + " bytes, which is too long");
    }
    return open(volume, volume.pages(), "attribute").read(0, (int) size);
  }
}
