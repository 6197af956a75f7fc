package io.intarsia.library.checkout;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Zeros;
import io.intarsia.formats.image.qcow2.Qcow2StreamWriter;
import io.intarsia.library.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a qcow2 image in the order of the disk: compressed, or what differs from another disk.
 * Clusters are read, compared and compressed by several threads.
 */
final class Qcow2Stream {
  private static final int CLUSTER = Qcow2StreamWriter.CLUSTER_BYTES;

  private final ByteSource disk;
  private final @Nullable ByteSource below;
  private final Qcow2StreamWriter.Compression compression;
  private final Qcow2StreamWriter writer;
  private final Progress progress;
  private long written;

  /** Bytes from an offset on, which may be compressed, too. */
  private record Cluster(long number, byte[] bytes, int offset, byte @Nullable [] packed) {}

  private Qcow2Stream(
      ByteSource disk,
      @Nullable ByteSource below,
      Qcow2StreamWriter.Compression compression,
      Qcow2StreamWriter writer,
      Progress progress) {
    this.disk = disk;
    this.below = below;
    this.compression = compression;
    this.writer = writer;
    this.progress = progress;
  }

  /**
   * Writes an image file.
   *
   * @param below the disk of the backing file, or null
   * @return bytes of the disk that it holds
   */
  static long write(
      ByteSource disk,
      @Nullable ByteSource below,
      Qcow2StreamWriter.Compression compression,
      Qcow2StreamWriter.@Nullable Backing backing,
      Path target,
      Progress progress)
      throws IOException {
    try (NewFile file = NewFile.create(target)) {
      Qcow2StreamWriter writer =
          Qcow2StreamWriter.create(file.channel(), disk.size(), compression, backing);
      Qcow2Stream stream = new Qcow2Stream(disk, below, compression, writer, progress);
      new DiskSteps<>(stream::clusters, stream::append).run(disk.size(), stream::nextData);
      writer.finish();
      file.keep();
      return stream.written;
    }
  }

  /** The clusters of a step that the image must hold. */
  private List<Cluster> clusters(long start, int length) throws IOException {
    int whole = Math.ceilDiv(length, CLUSTER) * CLUSTER;
    byte[] bytes = read(disk, start, whole);
    byte[] belowBytes = below == null ? null : read(below, start, whole);
    List<Cluster> clusters = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += CLUSTER) {
      boolean zero = Zeros.isZero(bytes, at, CLUSTER);
      boolean wanted =
          belowBytes == null
              ? !zero
              : !Arrays.equals(bytes, at, at + CLUSTER, belowBytes, at, at + CLUSTER);
      if (wanted) {
        byte[] packed = zero ? null : compression.compress(bytes, at);
        clusters.add(new Cluster((start + at) / CLUSTER, bytes, at, packed));
      }
    }
    return clusters;
  }

  private void append(List<Cluster> clusters) throws IOException {
    for (Cluster each : clusters) {
      writer.cluster(each.number, each.bytes, each.offset, each.packed);
      long length = Math.min(CLUSTER, disk.size() - each.number * CLUSTER);
      written += length;
      progress.advance(length);
    }
  }

  /** Where one of the disks may hold something, at or after a place. */
  private long nextData(long from) throws IOException {
    long next = disk.nextData(from);
    return below == null || from >= below.size() ? next : Math.min(next, below.nextData(from));
  }

  /** Reads with zeros behind the source's end. */
  private static byte[] read(ByteSource source, long start, int length) throws IOException {
    byte[] bytes = new byte[length];
    int there = Math.clamp(source.size() - start, 0, length);
    if (there > 0) {
      source.read(start, bytes, 0, there);
    }
    return bytes;
  }
}
