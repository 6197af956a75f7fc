package io.intarsia.formats.image.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.FileSource;
import io.intarsia.bytes.Zeros;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import io.intarsia.formats.image.Qemu;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written must be clean and equal by QEMU's judgement, and by our own reader's. */
class Qcow2WriterTest {
  @TempDir Path directory = Path.of("");

  private FileChannel channel() throws IOException {
    return FileChannel.open(
        directory.resolve("image.qcow2"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** A piece of the disk to write. */
  private record Piece(int offset, int length) {}

  @Test
  void writesDisksOfAllSizesInAnyOrderByManyThreads() throws Exception {
    Random random = Qemu.random();
    for (int size : new int[] {0, 1, 511, 512, 65535, 65536, 65537, 700_000, 9_000_001}) {
      byte[] disk = Qemu.disk(random, size);
      List<Piece> pieces = pieces(disk, random);
      DataClusters clusters = new DataClusters(size);
      for (Piece piece : pieces) {
        clusters.add(piece.offset, piece.length);
      }
      try (FileChannel out = channel()) {
        Qcow2Writer writer = Qcow2Writer.create(out, clusters);
        writeAll(writer, disk, pieces);
        writer.finish();
      }
      judge(disk, random);
    }
  }

  /** Covers all bytes that are not zero, and some that are, in random order. */
  private static List<Piece> pieces(byte[] disk, Random random) {
    List<Piece> pieces = new ArrayList<>();
    for (int at = 0; at < disk.length; ) {
      int length = Math.min(disk.length - at, 1 + random.nextInt(200_000));
      if (random.nextInt(10) == 0 || !Zeros.isZero(disk, at, length)) {
        pieces.add(new Piece(at, length));
      }
      at += length;
    }
    Collections.shuffle(pieces, random);
    return pieces;
  }

  private static void writeAll(Qcow2Writer writer, byte[] disk, List<Piece> pieces)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> jobs = new ArrayList<>();
      for (Piece piece : pieces) {
        jobs.add(() -> {
          writer.write(piece.offset, disk, piece.offset, piece.length);
          return true;
        });
      }
      for (Future<Boolean> job : threads.invokeAll(jobs)) {
        assertThat(job.get()).isTrue();
      }
    }
  }

  private void judge(byte[] disk, Random random) throws IOException {
    Path image = directory.resolve("image.qcow2");
    byte[] padded = Arrays.copyOf(disk, (disk.length + 511) & -512);
    Path raw = Files.write(directory.resolve("disk.raw"), padded);
    Qemu.img("check", "-q", image.toString());
    Qemu.img("compare", "-q", "-f", "qcow2", "-F", "raw", image.toString(), raw.toString());
    try (DiskImage opened =
        DiskImages.open(FileSource.open(image), null, BackingFiles.none("image"))) {
      if (disk.length > 0) {
        Qemu.assertSame(opened.disk(), padded, random);
      }
      assertThat(opened.disk().size()).isEqualTo(padded.length);
    }
  }

  @Test
  void aHugeDiskWithLittleDataIsCheap() throws IOException {
    long size = 10L << 40;
    long[] places = {0, 5L << 40, size - 3};
    DataClusters clusters = new DataClusters(size);
    for (long place : places) {
      clusters.add(place, 3);
    }
    try (FileChannel out = channel()) {
      Qcow2Writer writer = Qcow2Writer.create(out, clusters);
      for (long place : places) {
        writer.write(place, new byte[] {1, 2, 3}, 0, 3);
      }
      writer.finish();
    }
    Path image = directory.resolve("image.qcow2");
    assertThat(Files.size(image)).isLessThan(2 << 20);
    Qemu.img("check", "-q", image.toString());
    try (DiskImage opened =
        DiskImages.open(FileSource.open(image), "qcow2", BackingFiles.none("image"))) {
      assertThat(opened.disk().size()).isEqualTo(size);
      assertThat(opened.disk().nextData(1 << 20)).isBetween(places[1], places[1] + 4096);
      assertThat(opened.disk().read(size - 4, 4)).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void whatWasNotAnnouncedIsRefused() throws IOException {
    DataClusters clusters = new DataClusters(1 << 20);
    clusters.add(65536, 1);
    try (FileChannel out = channel()) {
      Qcow2Writer writer = Qcow2Writer.create(out, clusters);
      byte[] bytes = new byte[70_000];
      writer.write(65536, bytes, 0, 65536);
      for (long offset : new long[] {-1, 0, 131072, 1 << 20, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> writer.write(offset, bytes, 0, 1))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> writer.write(65536, bytes, 0, 65537))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void impossibleDisksAndRangesAreRefused() {
    assertThatThrownBy(() -> new DataClusters(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DataClusters((2L << 50) + 1))
        .isInstanceOf(IllegalArgumentException.class);
    DataClusters clusters = new DataClusters(1000);
    assertThatThrownBy(() -> clusters.add(999, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> clusters.add(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> clusters.add(1, Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
