package io.intarsia.cli;

import io.intarsia.library.error.LibraryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of this machine, as people name them. */
final class HostFiles {
  private HostFiles() {}

  /**
   * The path of a name.
   *
   * @throws LibraryException when the name is empty, which would be the working directory, or has
   *     bytes that the JVM cannot hand to the system
   */
  static Path path(String name) throws LibraryException {
    if (name.isEmpty()) {
      throw new LibraryException("the name of a file or directory is empty; give one");
    }
    if (NameBytes.hasEscapes(name)) {
      throw new LibraryException(
          "a file name has bytes that are no UTF-8; give the file a link with another name");
    }
    return Path.of(name);
  }

  /** An image file to read. */
  static Path imageFile(String name) throws IOException {
    Path file = path(name);
    if (Files.isDirectory(file)) {
      throw new LibraryException(name + ": is a directory; give an image file or a block device");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(name);
    }
    return file;
  }
}
