package io.intarsia.catalog;

import java.util.ArrayList;
import java.util.List;

/** Rows of the table {@code file_system}. */
final class FileSystems {
  /** All columns in the order of the dump, for a query that goes on with WHERE or ORDER BY. */
  static final String SELECT =
      """
      SELECT image_id, number, disk, partition_name, type, uuid, files, row_check
      FROM file_system
      """;

  static final String ORDER = "ORDER BY image_id, number, disk, partition_name";

  private FileSystems() {}

  static List<VersionFileSystem> of(Database database, VersionId id) throws CatalogException {
    List<VersionFileSystem> found = new ArrayList<>();
    try (Rows rows =
        database.query(
            SELECT + "WHERE image_id = ? AND number = ? " + ORDER, id.imageId(), id.number())) {
      while (rows.next()) {
        found.add(read(rows, id));
      }
    }
    return found;
  }

  static VersionFileSystem read(Rows rows, VersionId id) throws CatalogException {
    long disk = rows.integer(3);
    long files = rows.integer(7);
    if (disk < 0 || disk > Integer.MAX_VALUE || files < 0) {
      throw rows.damaged("a disk or a number of files is out of range");
    }
    VersionFileSystem fileSystem =
        new VersionFileSystem((int) disk, rows.text(4), rows.text(5), rows.textOrNull(6), files);
    rows.requireCheck(8, Line.fileSystem(id, fileSystem));
    return fileSystem;
  }

  /** Puts file systems in the place of those that the version has. */
  static void replace(Database database, VersionId id, List<VersionFileSystem> fileSystems)
      throws CatalogException {
    database.update(
        "DELETE FROM file_system WHERE image_id = ? AND number = ?", id.imageId(), id.number());
    for (VersionFileSystem fileSystem : fileSystems) {
      database.updateOne(
          "INSERT INTO file_system VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          id.imageId(),
          id.number(),
          (long) fileSystem.disk(),
          fileSystem.partition(),
          fileSystem.type(),
          fileSystem.uuid(),
          fileSystem.files(),
          Line.fileSystem(id, fileSystem).check());
    }
  }
}
