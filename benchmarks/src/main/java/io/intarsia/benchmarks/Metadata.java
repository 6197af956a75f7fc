package io.intarsia.benchmarks;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.FileSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What reading all metadata of a file system costs beside fingerprinting its files' bytes, in CPU
 * time of the one thread that does it, so that what else the machine does matters little.
 */
public final class Metadata {
  private static final int ROUNDS = 5;

  /** Enough for a profile that has seconds to sample. */
  private static final int PROFILED_ROUNDS = 40;

  private static final int CHUNK = 64 << 10;
  private static final int BUFFER = 32 << 20;

  private final byte[] bytes = new byte[BUFFER];
  private int place;

  private Metadata() {
    new Random(1).nextBytes(bytes);
  }

  /** What a walk met. */
  private static final class Walk {
    private final List<Long> sizes = new ArrayList<>();
    private long extents;
  }

  /**
   * Prints a table; {@code --walk IMAGE} only walks, for a profiler.
   *
   * @param images files that hold a file system each
   */
  public static void main(String[] images) throws IOException, NoSuchAlgorithmException {
    if (images[0].equals("--walk")) {
      for (int round = 0; round < PROFILED_ROUNDS; round++) {
        try (ByteSource source = FileSource.open(Path.of(images[1]))) {
          walk(FileSystems.recognise(source).orElseThrow().open(source));
        }
      }
      return;
    }
    System.out.println(
        "| file system | files | their bytes, MB | extents | metadata, first time, ms"
            + " | metadata, ms | per file, µs | fingerprints, ms | metadata / fingerprints |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (String image : images) {
      System.out.println(new Metadata().row(Path.of(image)));
    }
  }

  private String row(Path image) throws IOException, NoSuchAlgorithmException {
    double[] metadata = new double[ROUNDS];
    double[] hashing = new double[ROUNDS];
    Walk walk = new Walk();
    String type = "";
    for (int round = 0; round < ROUNDS; round++) {
      try (ByteSource source = FileSource.open(image)) {
        long start = cpuNanos();
        FileSystem fs = FileSystems.recognise(source).orElseThrow().open(source);
        walk = walk(fs);
        metadata[round] = (cpuNanos() - start) / 1e6;
        type = fs.type();
      }
      long start = cpuNanos();
      hash(walk.sizes);
      hashing[round] = (cpuNanos() - start) / 1e6;
    }
    double first = metadata[0];
    double walked = median(metadata);
    double hashed = median(hashing);
    int files = walk.sizes.size();
    long total = walk.sizes.stream().mapToLong(Long::longValue).sum();
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %.0f | %.0f | %.1f | %.0f | %.2f |",
        type,
        files,
        total / 1_000_000,
        walk.extents,
        first,
        walked,
        walked * 1000 / files,
        hashed,
        walked / hashed);
  }

  /** All that a check-in asks of a file system, but for the bytes of files. */
  private static Walk walk(FileSystem fs) throws IOException {
    Walk walk = new Walk();
    ArrayDeque<Inode> directories = new ArrayDeque<>(List.of(fs.root()));
    while (!directories.isEmpty()) {
      fs.list(
          directories.pop(),
          (name, number) -> {
            Inode inode = fs.inode(number);
            fs.xattrs(inode);
            if (inode.type() == FileType.DIRECTORY) {
              directories.push(inode);
            } else if (inode.type() == FileType.FILE) {
              walk.sizes.add(inode.size());
              fs.extents(inode, extent -> walk.extents++);
            }
          });
    }
    return walk;
  }

  /** As many bytes in as many chunks as the files have: which bytes they are costs no time. */
  private void hash(List<Long> sizes) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (long size : sizes) {
      for (long left = size; left > 0; left -= CHUNK) {
        int length = (int) Math.min(CHUNK, left);
        place = place + length > BUFFER ? 0 : place;
        digest.update(bytes, place, length);
        digest.digest();
        place += length;
      }
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
