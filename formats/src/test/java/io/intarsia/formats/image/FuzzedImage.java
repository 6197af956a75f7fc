package io.intarsia.formats.image;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** Damage ends in one of three typed errors or in a disk that can be read, and always soon. */
public final class FuzzedImage {
  private static final int MAX_READ = 1 << 20;
  private static final int DISK_BYTES = 700_416;

  private FuzzedImage() {}

  /** A sound image of a random disk, made by QEMU. */
  public static byte[] make(String qemuFormat, String options) throws IOException {
    Path directory = Files.createTempDirectory("fuzzed");
    Path raw = directory.resolve("raw");
    Path image = directory.resolve("image");
    try {
      Files.write(raw, Qemu.disk(Qemu.random(), DISK_BYTES));
      Qemu.img(
          "convert",
          "-f",
          "raw",
          "-O",
          qemuFormat,
          "-o",
          options,
          raw.toString(),
          image.toString());
      return Files.readAllBytes(image);
    } finally {
      Files.deleteIfExists(raw);
      Files.deleteIfExists(image);
      Files.delete(directory);
    }
  }

  /**
   * Changes areas of a file by the bytes of an input, one after the other.
   *
   * @param areas offset, length, offset, length ...
   */
  public static byte[] changed(byte[] sound, byte[] input, int... areas) {
    byte[] bytes = sound.clone();
    int taken = 0;
    for (int area = 0; area < areas.length; area += 2) {
      for (int i = 0; i < areas[area + 1] && taken < input.length; i++) {
        bytes[areas[area] + i] ^= input[taken++];
      }
    }
    return bytes;
  }

  /** The disk, or its first MiB; empty when the image was refused. */
  public static byte[] tryToRead(byte[] file, String format) throws IOException {
    MemorySource source = new MemorySource("fuzzed", file);
    try (DiskImage image = DiskImages.open(source, format, BackingFiles.none("fuzzed"))) {
      ByteSource disk = image.disk();
      if (disk.size() <= 16 * MAX_READ) {
        long hole = disk.nextHole(disk.nextData(0));
        if (hole > disk.size()) {
          throw new AssertionError("a hole at " + hole);
        }
      }
      image.notes();
      return disk.read(0, (int) Math.min(disk.size(), MAX_READ));
    } catch (MalformedException | UnsupportedException | BackingNotAllowedException e) {
      return new byte[0];
    }
  }

  /**
   * Tries many random changes, half of them in the first bytes.
   *
   * @param repair makes checksums right again, in half of the cases
   */
  public static void damage(
      byte[] sound, String format, int rounds, int head, Consumer<byte[]> repair)
      throws IOException {
    Random random = Qemu.random();
    for (int i = 0; i < rounds; i++) {
      byte[] damaged = sound.clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        int range = random.nextInt(4) == 0 ? damaged.length : head;
        damaged[random.nextInt(range)] = (byte) random.nextInt(256);
      }
      if (random.nextBoolean()) {
        repair.accept(damaged);
      }
      tryToRead(damaged, format);
    }
  }

  /** A truncated image reads right or not at all. */
  public static void truncate(byte[] sound, String format, int rounds) throws IOException {
    Random random = Qemu.random();
    byte[] disk = tryToRead(sound, format);
    if (disk.length == 0) {
      throw new AssertionError("the sound image was refused");
    }
    for (int i = 0; i < rounds; i++) {
      byte[] read = tryToRead(Arrays.copyOf(sound, random.nextInt(sound.length)), format);
      if (read.length != 0 && !Arrays.equals(read, disk)) {
        throw new AssertionError("a truncated image gave a wrong disk");
      }
    }
  }
}
