package io.intarsia.library.checkout;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.image.qcow2.Qcow2StreamWriter;
import io.intarsia.library.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes a qcow2 image in the order of the disk: compressed, or what differs from another disk. */
final class Qcow2Stream {
  private static final int CLUSTER = Qcow2StreamWriter.CLUSTER_BYTES;

  private final ByteSource disk;
  private final @Nullable ByteSource below;
  private final Progress progress;
  private final byte[] bytes = new byte[CLUSTER];
  private final byte[] belowBytes = new byte[CLUSTER];
  private long written;

  private Qcow2Stream(ByteSource disk, @Nullable ByteSource below, Progress progress) {
    this.disk = disk;
    this.below = below;
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
      Qcow2Options options,
      Path target,
      Progress progress)
      throws IOException {
    Qcow2Stream stream = new Qcow2Stream(disk, below, progress);
    try (NewFile file = NewFile.create(target);
        Qcow2StreamWriter writer =
            Qcow2StreamWriter.create(
                file.channel(), disk.size(), options.compression(), options.backingFile())) {
      stream.writeClusters(writer);
      writer.finish();
      file.keep();
    }
    return stream.written;
  }

  private void writeClusters(Qcow2StreamWriter writer) throws IOException {
    for (long at = nextData(0); at < disk.size(); at = nextData(at + CLUSTER)) {
      at -= at % CLUSTER;
      read(disk, at, bytes);
      if (below != null) {
        read(below, at, belowBytes);
      }
      if (below == null || !Arrays.equals(bytes, belowBytes)) {
        writer.cluster(at / CLUSTER, bytes);
        written += Math.min(CLUSTER, disk.size() - at);
      }
      progress.advance(CLUSTER);
    }
  }

  /** Where one of the disks may hold something, at or after a place. */
  private long nextData(long from) throws IOException {
    if (from >= disk.size()) {
      return disk.size();
    }
    long next = disk.nextData(from);
    return below == null || from >= below.size() ? next : Math.min(next, below.nextData(from));
  }

  private static void read(ByteSource source, long at, byte[] cluster) throws IOException {
    int there = Math.clamp(source.size() - at, 0, CLUSTER);
    if (there > 0) {
      source.read(at, cluster, 0, there);
    }
    Arrays.fill(cluster, there, CLUSTER, (byte) 0);
  }
}
