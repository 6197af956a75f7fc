package io.intarsia.benchmarks;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.FileSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An ext4 file system of 5,000 files walked through, and 64 MiB read from qcow2. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Reading {
  private static final long SEED = 4;
  private static final int FILES = 5000;
  private static final int FILES_PER_DIRECTORY = 50;
  private static final int BUFFER_BYTES = 1 << 20;

  private final Temporary directory = new Temporary();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private Path path = Path.of("");

  @Setup
  public void prepare() throws IOException {
    path = directory.create();
    Random random = new Random(SEED);
    for (int i = 0; i < FILES; i++) {
      Path folder = Files.createDirectories(path.resolve("tree/d" + i / FILES_PER_DIRECTORY));
      byte[] content = new byte[random.nextInt(12_000)];
      random.nextBytes(content);
      Files.write(folder.resolve("file-" + i), content);
    }
    directory.script(
        "mke2fs -q -F -t ext4 -N 8192 -d tree disk.raw 64M"
            + " && qemu-img convert -f raw -O qcow2 disk.raw plain.qcow2"
            + " && qemu-img convert -c -f raw -O qcow2 -o compression_type=zstd disk.raw zstd.qcow2");
  }

  @TearDown
  public void close() throws IOException {
    directory.delete();
  }

  /** Every directory listed, every file's places asked for. */
  @Benchmark
  public long ext4Walk() throws IOException {
    long bytes = 0;
    try (ByteSource source = FileSource.open(path.resolve("disk.raw"))) {
      FileSystem files = FileSystems.recognise(source).orElseThrow().open(source);
      ArrayDeque<Inode> waiting = new ArrayDeque<>(List.of(files.root()));
      while (!waiting.isEmpty()) {
        for (Inode inode : children(files, waiting.pop())) {
          if (inode.type() == FileType.DIRECTORY) {
            waiting.push(inode);
          } else if (inode.type() == FileType.FILE) {
            long[] sum = new long[1];
            files.extents(inode, extent -> sum[0] += extent.length());
            bytes += sum[0];
          }
        }
      }
    }
    return bytes;
  }

  private static List<Inode> children(FileSystem files, Inode directory) throws IOException {
    List<Inode> children = new ArrayList<>();
    files.list(
        directory,
        (name, number) -> {
          boolean dots = name[0] == '.' && name.length <= 2;
          if (!dots) {
            children.add(files.inode(number));
          }
        });
    return children;
  }

  @Benchmark
  public long qcow2Plain() throws IOException {
    return readAll("plain.qcow2");
  }

  @Benchmark
  public long qcow2Zstd() throws IOException {
    return readAll("zstd.qcow2");
  }

  private long readAll(String name) throws IOException {
    long bytes = 0;
    try (DiskImage image =
        DiskImages.open(
            FileSource.open(path.resolve(name)), "qcow2", BackingFiles.none("benchmark"))) {
      ByteSource disk = image.disk();
      long size = disk.size();
      for (long place = disk.nextData(0); place < size; place = disk.nextData(place)) {
        int length = (int) Math.min(BUFFER_BYTES, Math.min(disk.nextHole(place), size) - place);
        disk.read(place, buffer, 0, length);
        place += length;
        bytes += length;
      }
    }
    return bytes;
  }
}
