package io.intarsia.catalog;

import java.util.ArrayList;
import java.util.Comparator;
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

  /** The column by which versions are found that hold a file system. */
  static final String UUID = "file_system.uuid";

  private static final String PARTITION = "file_system.partition_name";
  private static final String TYPE = "file_system.type";

  private FileSystems() {}

  private static String hiding(VersionFileSystem fileSystem) {
    return HiddenNumbers.join(fileSystem.type(), fileSystem.files());
  }

  static List<VersionFileSystem> of(Database database, VersionId id) throws CatalogException {
    List<VersionFileSystem> found = new ArrayList<>();
    try (Rows rows =
        database.query(
            SELECT + "WHERE image_id = ? AND number = ? " + ORDER, id.imageId(), id.number())) {
      while (rows.next()) {
        found.add(read(rows, id));
      }
    }
    if (!database.cipher().isPlain()) {
      found.sort(
          Comparator.comparingInt(VersionFileSystem::disk)
              .thenComparing(VersionFileSystem::partition));
    }
    return found;
  }

  static VersionFileSystem read(Rows rows, VersionId id) throws CatalogException {
    long disk = rows.integer(3);
    String type = rows.sealed(5, Sealed.context(TYPE, id));
    long files = rows.integer(7);
    if (rows.hidesNumbers()) {
      files = rows.hidden(type, 1)[0];
      type = HiddenNumbers.text(type, 1);
    }
    if (disk < 0 || disk > Integer.MAX_VALUE || files < 0) {
      throw rows.damaged("a disk or a number of files is out of range");
    }
    VersionFileSystem fileSystem =
        new VersionFileSystem(
            (int) disk,
            rows.sealed(4, Sealed.context(PARTITION, id)),
            type,
            rows.sealedOrNull(6, UUID),
            files);
    rows.requireCheck(8, Line.fileSystem(id, fileSystem));
    return fileSystem;
  }

  /** Puts file systems in the place of those that the version has. */
  static void replace(Database database, VersionId id, List<VersionFileSystem> fileSystems)
      throws CatalogException {
    database.update(
        "DELETE FROM file_system WHERE image_id = ? AND number = ?", id.imageId(), id.number());
    boolean plain = database.cipher().isPlain();
    for (VersionFileSystem fileSystem : fileSystems) {
      database.updateOne(
          "INSERT INTO file_system VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          id.imageId(),
          id.number(),
          (long) fileSystem.disk(),
          Sealed.of(PARTITION, id, fileSystem.partition()),
          Sealed.of(TYPE, id, plain ? fileSystem.type() : hiding(fileSystem)),
          Sealed.lookUp(UUID, fileSystem.uuid()),
          plain ? fileSystem.files() : 0L,
          database.check(Line.fileSystem(id, fileSystem)));
    }
  }
}
