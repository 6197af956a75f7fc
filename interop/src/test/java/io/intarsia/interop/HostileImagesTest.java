package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Metadata with wrong counts, places and loops costs deduplication and little time, never bytes.
 */
class HostileImagesTest {
  private static final long SEED = 20260104;
  private static final int MUTANTS = 80;

  /** Of the processor: a machine may stand still for a minute. */
  private static final long LIMIT_MILLIS = 20_000;

  private static final int SUPERBLOCK = 1024;
  private static final int SUPERBLOCK_BYTES = 264;
  private static final int[] EXTREMES = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 16};

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | -t ext4 -b 1024 -N 256 -O ^metadata_csum",
        "2 | -t ext4 -b 1024 -N 256 -O ^metadata_csum,inline_data,bigalloc -C 4096",
        "3 | -t ext2 -b 1024 -N 256",
        "4 | -t ext4 -b 4096 -N 256",
      })
  void mutantsComeBack(int number, String options) throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 3);
    Path image = Images.ext(directory.resolve("image"), options, tree, "6M");
    byte[] original = Files.readAllBytes(image);
    Path store = directory.resolve("store");
    Stored.create(store);
    for (int i = 0; i < MUTANTS; i++) {
      long seed = SEED + 1000L * number + i;
      Files.write(image, mutant(original, new Random(seed)));
      long start = cpuMillis();
      try {
        Stored.assertComesBack(store, image, "mutant");
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + options, e);
      }
      assertThat(cpuMillis() - start).as("milliseconds, seed %d", seed).isLessThan(LIMIT_MILLIS);
    }
  }

  private static long cpuMillis() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1_000_000;
  }

  private static byte[] mutant(byte[] original, Random random) {
    byte[] bytes = original.clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
      int place = place(random, bytes.length);
      if (random.nextBoolean()) {
        buffer.putInt(place & ~3, EXTREMES[random.nextInt(EXTREMES.length)]);
      } else {
        bytes[place] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return bytes;
  }

  /** Mostly where metadata is: super block, group descriptors, inodes and directories. */
  private static int place(Random random, int size) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> SUPERBLOCK + random.nextInt(SUPERBLOCK_BYTES);
      case 2 -> 2048 + random.nextInt(64);
      case 3 -> 4096 + random.nextInt(64);
      case 4, 5, 6, 7 -> random.nextInt(300_000);
      default -> random.nextInt(size - 4);
    };
  }
}
