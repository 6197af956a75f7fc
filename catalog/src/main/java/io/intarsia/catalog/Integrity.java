package io.intarsia.catalog;

/** Everything that can be known of a catalog's health without the records. */
final class Integrity {
  private Integrity() {}

  static void check(Database database) throws CatalogException {
    try (Rows rows = database.query("PRAGMA integrity_check(1)")) {
      if (!rows.next()) {
        throw database.damaged("it cannot be checked");
      }
      String found = rows.text(1);
      if (!"ok".equals(found)) {
        throw database.damaged(found);
      }
    }
    try (Rows rows = database.query("PRAGMA foreign_key_check")) {
      if (rows.next()) {
        throw database.damaged("a row of " + rows.text(1) + " refers to a row that is missing");
      }
    }
    try (Dump dump = new Dump(database)) {
      while (dump.next() != null) {
        // Reading a row verifies it.
      }
    }
    Digests.verify(database);
  }
}
