package io.intarsia.interop;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Disk images for tests that need some content rather than a certain one. */
final class Images {
  private Images() {}

  /** A file of bytes that nothing compresses or deduplicates. */
  static Path random(Path file, long seed, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return Files.write(file, content);
  }

  /** A small tree: some text, some random bytes, a directory or two. */
  static Path tree(Path tree, long seed) throws IOException {
    Random random = new Random(seed);
    Path below = Files.createDirectories(tree.resolve("usr/share"));
    for (int i = 0; i < 40; i++) {
      Files.writeString(
          below.resolve("text-" + i), ("line " + random.nextInt(99) + "\n").repeat(i));
    }
    for (int i = 0; i < 8; i++) {
      random(below.resolve("random-" + i), random.nextLong(), random.nextInt(400_000));
    }
    Path etc = Files.createDirectories(tree.resolve("etc"));
    Files.writeString(etc.resolve("os-release"), "NAME=test " + seed);
    Files.createSymbolicLink(etc.resolve("link"), Path.of("os-release"));
    return tree;
  }

  /**
   * An ext file system that holds a tree.
   *
   * @param options of mke2fs, apart by blanks
   * @param size as mke2fs takes it: {@code 16M}
   */
  static Path ext(Path file, String options, Path tree, String size) {
    Tool.script(Path.of("/"), "mke2fs -q -F " + options + " -d " + tree + " " + file + " " + size);
    return file;
  }

  /** A disk with the partition table that sfdisk makes of a script. */
  static Path disk(Path file, String size, String sfdisk) throws IOException {
    Path script = Files.writeString(Path.of(file + ".sfdisk"), sfdisk);
    Tool.script(Path.of("/"), "truncate -s " + size + " " + file);
    Tool.script(Path.of("/"), "sfdisk -q " + file + " < " + script);
    return file;
  }

  /** Copies the whole of a file into another at an offset in bytes. */
  static void put(Path source, Path target, long offset) throws IOException {
    put(Files.readAllBytes(source), target, offset);
  }

  static void put(byte[] bytes, Path target, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer, offset + buffer.position());
      }
    }
  }

  /** Cuts a file off, or makes it longer with a hole. */
  static void resize(Path file, long size) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size);
    }
  }

  /** How many bytes of a copy differ and are not zero. */
  static long differingBytesThatAreNotZero(Path image, Path out) throws IOException {
    byte[] before = Files.readAllBytes(image);
    byte[] after = Files.readAllBytes(out);
    long count = 0;
    for (int i = 0; i < before.length; i++) {
      count += after[i] != before[i] && after[i] != 0 ? 1 : 0;
    }
    return count;
  }
}
