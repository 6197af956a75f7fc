package io.intarsia.formats.filesystem.squashfs;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/** Images made by squashfs-tools. */
final class SquashfsImage {
  private SquashfsImage() {}

  /**
   * The bytes of an image of a tree.
   *
   * @param options of mksquashfs, apart by blanks
   */
  static byte[] make(Path tree, String options) throws IOException {
    Path file = tree.resolveSibling("image.squashfs");
    Files.deleteIfExists(file);
    List<String> command = new ArrayList<>(List.of("mksquashfs", tree.toString(), file.toString()));
    command.addAll(List.of("-noappend", "-no-progress", "-quiet", "-all-root"));
    command.addAll(List.of("-mkfs-time", "1000000000", "-processors", "1", "-mem", "32M"));
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split(" ", -1)));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return Files.readAllBytes(file);
  }

  /** Gives a file of the host an attribute, whose name begins with {@code user.}. */
  static void attribute(Path file, String name, String value) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    view.write(name.substring("user.".length()), StandardCharsets.UTF_8.encode(value));
  }

  static FileSystem open(byte[] image) throws IOException {
    return new SquashfsReader().open(new MemorySource("image", image));
  }
}
