package io.intarsia.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Puts a rebuilt catalog in the place of another. */
final class Replacement {
  private Replacement() {}

  static void replace(Path target, Path rebuilt) throws CatalogException {
    if (Files.exists(Path.of(rebuilt + "-wal"))) {
      throw new CatalogException("The rebuilt catalog " + rebuilt + " was not closed", null);
    }
    try {
      sync(rebuilt, StandardOpenOption.WRITE);
      // First: a log that outlived its catalog would be taken for the new one's.
      Files.deleteIfExists(Path.of(target + "-wal"));
      Files.deleteIfExists(Path.of(target + "-shm"));
      Files.move(rebuilt, target, StandardCopyOption.ATOMIC_MOVE);
      Path folder = target.toAbsolutePath().getParent();
      if (folder != null) {
        sync(folder, StandardOpenOption.READ);
      }
    } catch (IOException e) {
      throw new CatalogException(
          "The catalog " + target + " could not be replaced: " + e.getMessage(), e);
    }
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }
}
