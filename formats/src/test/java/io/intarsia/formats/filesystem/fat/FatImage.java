package io.intarsia.formats.filesystem.fat;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.DiskTool;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A volume in a file, made by mkfs.fat and filled by mtools. */
record FatImage(Path file) {
  /**
   * @param kibibytes size
   * @param options of mkfs.fat, apart by blanks
   */
  static FatImage make(Path directory, int kibibytes, String options) throws IOException {
    Path file = Files.createTempFile(directory, "fat", ".img");
    Files.delete(file);
    List<Object> command = new ArrayList<>(List.of("mkfs.fat", "-C", "-i", "1234ABCD"));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of(file, kibibytes));
    DiskTool.run(command.toArray());
    return new FatImage(file);
  }

  /** Runs a tool of mtools; {@code ::} in its words is the root of the volume. */
  FatImage mtools(String tool, Object... words) throws IOException {
    List<Object> command = new ArrayList<>(List.of("env", "MTOOLS_SKIP_CHECK=1", tool, "-i", file));
    command.addAll(List.of(words));
    DiskTool.run(command.toArray());
    return this;
  }

  /** Copies a file in whose bytes follow from its size. */
  FatImage put(String path, int size) throws IOException {
    Path source = Files.createTempFile("put", "");
    Files.write(source, content(size));
    Files.setLastModifiedTime(source, FileTime.from(Instant.ofEpochSecond(1_700_000_001)));
    mtools("mcopy", "-m", source, "::" + path);
    Files.delete(source);
    return this;
  }

  static byte[] content(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 31 + (i >> 8) + size);
    }
    return content;
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(file);
  }

  FileSystem open() throws IOException {
    return open(bytes());
  }

  static FileSystem open(byte[] image) throws IOException {
    return new FatReader().open(new MemorySource("image", image));
  }
}
