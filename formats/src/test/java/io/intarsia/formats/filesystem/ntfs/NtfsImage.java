package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.DiskTool;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Volumes: those that tree.sh made, and those that ntfs-3g's tools make without root. */
final class NtfsImage {
  private NtfsImage() {}

  /** What tree.sh made with clusters of that size: differences of 16-bit units, compressed. */
  static byte[] tree(int clusterSize) throws IOException {
    String name = "tree-" + clusterSize + ".gz";
    try (InputStream in = NtfsImage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing");
      }
      byte[] bytes = new GZIPInputStream(in).readAllBytes();
      int unit = 0;
      for (int i = 0; i < bytes.length; i += 2) {
        unit += LittleEndian.u16(bytes, i);
        LittleEndian.put16(bytes, i, unit);
      }
      return bytes;
    }
  }

  /** A volume of mkntfs that holds a file of so many random bytes, called {@code file}. */
  static byte[] make(Path directory, int mebibytes, String options, byte[] content)
      throws IOException {
    Path image = Files.createTempFile(directory, "ntfs", ".img");
    Path file = Files.write(directory.resolve("content"), content);
    DiskTool.run("truncate", "-s", mebibytes + "M", image);
    DiskTool.run("sh", "-c", "mkntfs -q -F " + options + " " + image);
    DiskTool.run("ntfscp", "-q", image, file, "file");
    return Files.readAllBytes(image);
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static FileSystem open(byte[] image) throws IOException {
    return new NtfsReader().open(new MemorySource("image", image));
  }

  static ByteBuffer at(byte[] image, int place) {
    return ByteBuffer.wrap(image, place, image.length - place)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where a record of the master file table lies, when the table is in one piece up to it. */
  static int recordPlace(byte[] image, long number) {
    ByteBuffer boot = at(image, 0);
    int clusterSize = boot.getShort(0x0B) * (boot.get(0x0D) & 0xFF);
    return (int) (boot.getLong(0x30) * clusterSize + number * 1024);
  }

  /** Where bytes occur for the first time at a multiple of 8, so that a test can damage them. */
  static int find(byte[] image, byte[] bytes, int from) {
    for (int i = from; i <= image.length - bytes.length; i += 2) {
      if (Arrays.equals(image, i, i + bytes.length, bytes, 0, bytes.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
