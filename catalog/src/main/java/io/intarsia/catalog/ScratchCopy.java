package io.intarsia.catalog;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A private copy of a catalog and its log, in the directory for temporary files. */
final class ScratchCopy {
  private ScratchCopy() {}

  /**
   * @param why what made the copy necessary; is reported with a failure
   * @return a new directory with the two files under their names
   */
  static Path of(Path file, Path log, CatalogException why) throws CatalogException {
    try {
      Path scratch = Files.createTempDirectory("intarsia-catalog");
      try {
        Files.copy(file, scratch.resolve(file.getFileName()));
        Files.copy(log, scratch.resolve(log.getFileName()));
        return scratch;
      } catch (IOException e) {
        delete(scratch);
        throw e;
      }
    } catch (IOException e) {
      e.addSuppressed(why);
      throw new CatalogException(
          "The catalog "
              + file
              + " was not closed properly and may not be written here; a copy could not be made: "
              + e.getMessage(),
          e);
    }
  }

  static void delete(Path scratch) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
  }
}
