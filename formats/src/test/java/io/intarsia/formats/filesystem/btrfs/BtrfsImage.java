package io.intarsia.formats.filesystem.btrfs;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/** Images for tests, and damage to them that checksums do not give away. */
final class BtrfsImage {
  static final int NODE = 4096;
  private static final String SBIN = ":/usr/sbin:/sbin";
  private static final int SUPERBLOCK = 65536;
  private static final int PLACE = 0x30;

  private BtrfsImage() {}

  /**
   * What Linux 6.18 made: 16 MiB, mixed block groups, nodes of 4 KiB, CRC-32C, a single copy.
   * Directories {@code zlib}, {@code lzo}, {@code zstd} with a compressed file {@code regular}
   * (300,000 bytes of the lines 1 to 300 again and again) and {@code inline}; subvolume {@code sub}
   * with {@code sub/nested} in it, and {@code snapshot} of {@code sub}.
   */
  static byte[] small() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(BtrfsImage.class.getResourceAsStream("small.img.gz"))) {
      return new GZIPInputStream(in).readAllBytes();
    }
  }

  /**
   * An image that mkfs.btrfs makes.
   *
   * @param options apart by blanks
   */
  static byte[] make(Path directory, int mebibytes, String options) throws IOException {
    Path file = Files.createTempFile(directory, "btrfs", ".img");
    Files.write(file, new byte[mebibytes << 20]);
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "PATH=" + System.getenv("PATH") + SBIN, "mkfs.btrfs", "-q"));
    command.addAll(List.of(options.split(" ", -1)));
    command.add(file.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + new String(output, StandardCharsets.ISO_8859_1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    byte[] image = Files.readAllBytes(file);
    Files.delete(file);
    return image;
  }

  static FileSystem open(byte[] image) throws IOException {
    return new BtrfsReader().open(new MemorySource("image", image));
  }

  /** Makes the checksum of a superblock or tree block right again. */
  static void seal(byte[] image, int place, int size) {
    CRC32C crc = new CRC32C();
    crc.update(image, place + 32, size - 32);
    LittleEndian.put32(image, place, (int) crc.getValue());
  }

  /** Changes the superblock and seals it. */
  static byte[] withSuperblock(byte[] image, int offset, long value) {
    byte[] changed = image.clone();
    LittleEndian.put64(changed, SUPERBLOCK + offset, value);
    seal(changed, SUPERBLOCK, 4096);
    return changed;
  }

  /** Places of everything that looks like a tree block: of the tree, or all for a negative one. */
  static List<Integer> treeBlocks(byte[] image, long tree) {
    List<Integer> places = new ArrayList<>();
    for (int at = 1 << 20; at < image.length; at += NODE) {
      boolean fsid =
          Arrays.equals(image, at + 32, at + 48, image, SUPERBLOCK + 32, SUPERBLOCK + 48);
      if (fsid
          && LittleEndian.i64(image, at + PLACE) != 0
          && (tree < 0 || LittleEndian.i64(image, at + 0x58) == tree)) {
        places.add(at);
      }
    }
    return places;
  }

  /**
   * Place of the newest item of that key in any leaf of the tree; of its data with {@code data}.
   */
  static int item(byte[] image, long tree, long objectId, int type, boolean data) {
    long newest = -1;
    int found = -1;
    for (int block : treeBlocks(image, tree)) {
      long generation = LittleEndian.i64(image, block + 0x50);
      int items = image[block + 0x64] == 0 ? LittleEndian.i32(image, block + 0x60) : 0;
      for (int i = 0; i < items; i++) {
        int item = block + 101 + 25 * i;
        if (LittleEndian.i64(image, item) == objectId
            && (image[item + 8] & 0xFF) == type
            && generation > newest) {
          newest = generation;
          found = data ? block + 101 + LittleEndian.i32(image, item + 17) : item;
        }
      }
    }
    return found;
  }

  /** Seals the tree block that a place is in. */
  static void sealAround(byte[] image, int place) {
    seal(image, place - place % NODE, NODE);
  }
}
