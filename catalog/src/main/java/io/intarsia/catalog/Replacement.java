package io.intarsia.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Puts a rebuilt catalog, or its rows, in the place of another. */
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

  static void takeOver(Database target, Path rebuilt) throws CatalogException {
    target.update("ATTACH DATABASE ? AS rebuilt", rebuilt.toString());
    // References hold again when all tables are exchanged; SQLite would count them wrongly
    // meanwhile.
    target.execute("PRAGMA foreign_keys = FALSE");
    try {
      target.execute("BEGIN IMMEDIATE");
      try {
        for (String table : tables(target)) {
          target.execute("DELETE FROM main." + table);
          target.execute("INSERT INTO main." + table + " SELECT * FROM rebuilt." + table);
        }
        target.execute("COMMIT");
      } catch (CatalogException | RuntimeException e) {
        target.rollback(e);
        throw e;
      }
    } finally {
      target.execute("PRAGMA foreign_keys = TRUE");
      target.execute("DETACH DATABASE rebuilt");
    }
  }

  private static List<String> tables(Database target) throws CatalogException {
    List<String> tables = new ArrayList<>();
    try (Rows rows =
        target.query("SELECT name FROM rebuilt.sqlite_master WHERE type = 'table' ORDER BY name")) {
      while (rows.next()) {
        tables.add(rows.text(1));
      }
    }
    return tables;
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }
}
