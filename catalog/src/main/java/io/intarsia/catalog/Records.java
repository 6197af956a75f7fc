package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/** Rows of the table {@code record}. */
final class Records {
  static final String SELECT = "SELECT number, payload, row_check FROM record ";

  private Records() {}

  static byte @Nullable [] find(Database database, long number) throws CatalogException {
    try (Rows rows = database.query(SELECT + "WHERE number = ?", number)) {
      if (!rows.next()) {
        return null;
      }
      byte[] payload = payload(rows, number);
      rows.requireCheck(3, Line.record(number, payload));
      return payload;
    }
  }

  static long count(Database database) throws CatalogException {
    return database.number("SELECT COUNT(*) FROM record");
  }

  static void insert(Database database, long number, byte[] payload) throws CatalogException {
    database.updateOne("INSERT INTO record VALUES (?, ?, ?)", row(database, number, payload));
  }

  /** Another process may do the same at the same time. */
  static void insertIfMissing(Database database, long number, byte[] payload)
      throws CatalogException {
    database.update(
        "INSERT INTO record VALUES (?, ?, ?) ON CONFLICT (number) DO NOTHING",
        row(database, number, payload));
  }

  private static Object[] row(Database database, long number, byte[] payload) {
    return new Object[] {
      number,
      Sealed.bytes(database.cipher(), context(number), payload),
      database.check(Line.record(number, payload))
    };
  }

  /** The line of the present row of a result. */
  static Line readLine(Rows rows) throws CatalogException {
    long number = rows.integer(1);
    Line line = Line.record(number, payload(rows, number));
    rows.requireCheck(3, line);
    return line;
  }

  private static byte[] payload(Rows rows, long number) throws CatalogException {
    return rows.bytes(2, context(number));
  }

  private static String context(long number) {
    return "record.payload/" + number;
  }
}
