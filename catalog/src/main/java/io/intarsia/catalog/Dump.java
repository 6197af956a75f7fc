package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/**
 * All rows that come from records, line by line in canonical order, as of one moment. Reading a row
 * verifies its checksum.
 */
final class Dump implements AutoCloseable {
  private enum Table {
    APPLIED("SELECT last_record, row_check FROM applied ORDER BY id"),
    IMAGE(Images.SELECT_ROWS + "ORDER BY id"),
    CHOSEN_DEFAULT(Images.SELECT_DEFAULTS + "ORDER BY image_id"),
    VERSION(""), // the query is that of Versions.cursor
    FILE_SYSTEM(FileSystems.SELECT + FileSystems.ORDER),
    RECORD(Records.SELECT + "ORDER BY number");

    private final String sql;

    Table(String sql) {
      this.sql = sql;
    }
  }

  private static final Table[] TABLES = Table.values();

  private final Database database;
  private int table;
  private @Nullable Rows rows;

  Dump(Database database) throws CatalogException {
    this.database = database;
    database.execute("BEGIN");
  }

  /** The next line, or null after the last. */
  @Nullable String next() throws CatalogException {
    while (table < TABLES.length) {
      if (rows == null) {
        rows = open(TABLES[table]);
      }
      if (rows.next()) {
        return line(TABLES[table], rows).toString();
      }
      rows.close();
      rows = null;
      table++;
    }
    return null;
  }

  private Rows open(Table next) throws CatalogException {
    return next == Table.VERSION
        ? Versions.cursor(database, "ORDER BY v.image_id, v.number")
        : database.query(next.sql);
  }

  private static Line line(Table table, Rows rows) throws CatalogException {
    return switch (table) {
      case APPLIED -> checked(rows, 2, Line.applied(rows.integer(1)));
      case IMAGE -> Line.image(Images.readRow(rows));
      case CHOSEN_DEFAULT -> checked(rows, 3, Line.chosenDefault(id(rows)));
      case VERSION -> Line.version(Versions.read(rows));
      case FILE_SYSTEM -> {
        VersionId id = id(rows);
        yield Line.fileSystem(id, FileSystems.read(rows, id));
      }
      case RECORD -> Records.readLine(rows);
    };
  }

  private static VersionId id(Rows rows) throws CatalogException {
    return Versions.id(rows, rows.integer(1), rows.integer(2));
  }

  private static Line checked(Rows rows, int column, Line line) throws CatalogException {
    rows.requireCheck(column, line);
    return line;
  }

  @Override
  public void close() throws CatalogException {
    if (rows != null) {
      rows.close();
    }
    database.execute("COMMIT");
  }
}
