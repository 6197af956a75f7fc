package io.intarsia.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the tables {@code image} and {@code chosen_default}. */
final class Images {
  /** The column by which images are found. */
  static final String NAME = "image.name";

  private static final String OWNER = "image.owner";
  static final String SELECT_ROWS =
      "SELECT id, name, owner, created_millis, locked, row_check FROM image i ";

  static final String SELECT_DEFAULTS = "SELECT image_id, number, row_check FROM chosen_default ";

  private static final String SELECT =
      """
      SELECT i.id, i.name, i.owner, i.created_millis, i.locked, i.row_check, d.number, d.row_check,
        (SELECT COUNT(*) FROM version v WHERE v.image_id = i.id AND v.removed_millis IS NULL),
        (SELECT MAX(v.number) FROM version v WHERE v.image_id = i.id AND v.removed_millis IS NULL)
      FROM image i LEFT JOIN chosen_default d ON d.image_id = i.id
      """;

  private Images() {}

  /**
   * @param rest what follows the tables in the query; {@code image} is called {@code i}
   */
  static List<Image> select(Database database, String rest, @Nullable Object... parameters)
      throws CatalogException {
    List<Image> images = new ArrayList<>();
    try (Rows rows = database.query(SELECT + rest, parameters)) {
      while (rows.next()) {
        images.add(read(rows));
      }
    }
    return images;
  }

  static @Nullable Image selectOne(Database database, String rest, @Nullable Object... parameters)
      throws CatalogException {
    List<Image> images = select(database, rest, parameters);
    return images.isEmpty() ? null : images.getFirst();
  }

  private static Image read(Rows rows) throws CatalogException {
    ImageRow row = readRow(rows);
    Long number = rows.integerOrNull(7);
    if (number != null) {
      rows.requireCheck(8, Line.chosenDefault(Versions.id(rows, row.id(), number)));
    }
    return new Image(
        row.id(),
        row.name(),
        row.owner(),
        row.created(),
        number,
        row.locked(),
        rows.integer(9),
        rows.integerOrNull(10));
  }

  /** The row at the beginning of the present row of a result. */
  static ImageRow readRow(Rows rows) throws CatalogException {
    long id = rows.integer(1);
    ImageRow row =
        new ImageRow(
            id,
            rows.sealed(2, NAME),
            rows.sealed(3, Sealed.context(OWNER, id)),
            rows.time(4),
            rows.flag(5));
    rows.requireCheck(6, Line.image(row));
    return row;
  }

  static @Nullable ImageRow row(Database database, long id) throws CatalogException {
    try (Rows rows = database.query(SELECT_ROWS + "WHERE id = ?", id)) {
      return rows.next() ? readRow(rows) : null;
    }
  }

  static void insert(Database database, ImageRow row) throws CatalogException {
    database.updateOne(
        "INSERT INTO image VALUES (?, ?, ?, ?, ?, ?)",
        row.id(),
        Sealed.lookUp(NAME, row.name()),
        Sealed.of(OWNER, row.id(), row.owner()),
        row.created().toEpochMilli(),
        row.locked(),
        database.check(Line.image(row)));
  }

  /** Writes what may change in an image: name and lock. */
  static void update(Database database, ImageRow row) throws CatalogException {
    database.updateOne(
        "UPDATE image SET name = ?, locked = ?, row_check = ? WHERE id = ?",
        Sealed.lookUp(NAME, row.name()),
        row.locked(),
        database.check(Line.image(row)),
        row.id());
  }

  static void clearDefault(Database database, long imageId) throws CatalogException {
    database.update("DELETE FROM chosen_default WHERE image_id = ?", imageId);
  }

  static void setDefault(Database database, VersionId id) throws CatalogException {
    clearDefault(database, id.imageId());
    database.updateOne(
        "INSERT INTO chosen_default VALUES (?, ?, ?)",
        id.imageId(),
        id.number(),
        database.check(Line.chosenDefault(id)));
  }
}
