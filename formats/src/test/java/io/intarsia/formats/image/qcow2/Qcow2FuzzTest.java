package io.intarsia.formats.image.qcow2;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.BackingNotAllowedException;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import io.intarsia.formats.image.Qemu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage ends in one of three typed errors or in a disk that can be read, and always soon. */
class Qcow2FuzzTest {
  private static final int MAX_READ = 1 << 20;

  @TempDir Path directory = Path.of("");

  /** The input changes the header, the tables and the data of a sound image. */
  @FuzzTest(maxDuration = "3h")
  void anyChangeOfASoundImageIsReadOrRefused(byte[] input) throws IOException {
    TestQcow2 image = new TestQcow2().l2(1, TestQcow2.DATA_PLACE).put32(100, 112);
    int[] starts = {0, TestQcow2.CLUSTER, (int) TestQcow2.L2_PLACE, (int) TestQcow2.DATA_PLACE};
    int[] lengths = {160, 16, 64, 1000};
    int taken = 0;
    for (int area = 0; area < starts.length; area++) {
      for (int i = 0; i < lengths[area] && taken < input.length; i++) {
        image.bytes[starts[area] + i] ^= input[taken++];
      }
    }
    tryToRead(image.bytes);
  }

  /** The disk, or its first MiB; empty when the image was refused. */
  private static byte[] tryToRead(byte[] file) throws IOException {
    MemorySource source = new MemorySource("fuzzed", file);
    try (DiskImage image = DiskImages.open(source, "qcow2", BackingFiles.none("fuzzed"))) {
      ByteSource disk = image.disk();
      if (disk.size() <= MAX_READ) {
        long hole = disk.nextHole(disk.nextData(0));
        if (hole > disk.size()) {
          throw new AssertionError("a hole at " + hole);
        }
      }
      return disk.read(0, (int) Math.min(disk.size(), MAX_READ));
    } catch (MalformedException | UnsupportedException | BackingNotAllowedException e) {
      return new byte[0];
    }
  }

  @Test
  void randomlyDamagedImagesAreReadOrRefused() throws IOException {
    Random random = Qemu.random();
    String[] kinds = {
      "cluster_size=512", "cluster_size=16k,extended_l2=on", "compression_type=zstd", "compat=0.10"
    };
    for (String kind : kinds) {
      byte[] sound = makeImage(kind, random);
      for (int i = 0; i < 1000; i++) {
        byte[] damaged = sound.clone();
        for (int j = random.nextInt(3); j >= 0; j--) {
          int range = random.nextBoolean() ? 112 : damaged.length;
          damaged[random.nextInt(range)] = (byte) random.nextInt(256);
        }
        tryToRead(damaged);
      }
    }
  }

  @Test
  void aTruncatedImageReadsRightOrNotAtAll() throws IOException {
    Random random = Qemu.random();
    for (String kind : new String[] {"cluster_size=512", "cluster_size=16k,extended_l2=on"}) {
      byte[] sound = makeImage(kind, random);
      byte[] disk = tryToRead(sound);
      for (int i = 0; i < 200; i++) {
        byte[] read = tryToRead(Arrays.copyOf(sound, random.nextInt(sound.length)));
        if (read.length != 0 && !Arrays.equals(read, disk)) {
          throw new AssertionError("a truncated image gave a wrong disk");
        }
      }
    }
  }

  private byte[] makeImage(String options, Random random) throws IOException {
    Path raw = Files.write(directory.resolve("raw"), Qemu.disk(random, 300_000));
    Path image = directory.resolve("image.qcow2");
    String[] compress = random.nextBoolean() ? new String[] {"-c"} : new String[0];
    String[] command = {"convert", "-f", "raw", "-O", "qcow2", "-o", options};
    String[] all = Arrays.copyOf(command, command.length + compress.length + 2);
    System.arraycopy(compress, 0, all, command.length, compress.length);
    all[all.length - 2] = raw.toString();
    all[all.length - 1] = image.toString();
    Qemu.img(all);
    return Files.readAllBytes(image);
  }
}
