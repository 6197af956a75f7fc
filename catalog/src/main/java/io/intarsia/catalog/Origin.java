package io.intarsia.catalog;

/** Which store a catalog is of: one that was copied from another store would pass for it. */
final class Origin {
  private static final String OF_STORE = "SELECT store FROM origin WHERE id = 1";

  private Origin() {}

  /** Whether it is of that store; false if it is of none yet. */
  static boolean isOf(Database database, String store) throws CatalogException {
    try (Rows rows = database.query(OF_STORE)) {
      if (!rows.next()) {
        return false;
      }
      if (!rows.text(1).equals(store)) {
        throw database.damaged("it is the catalog of another store");
      }
      return true;
    }
  }

  /** Another process may do the same at the same time. */
  static void set(Database database, String store) throws CatalogException {
    database.update("INSERT OR IGNORE INTO origin (id, store) VALUES (1, ?)", store);
  }
}
