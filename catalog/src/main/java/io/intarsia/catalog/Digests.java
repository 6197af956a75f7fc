package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/** Rows of the table {@code digest}. */
final class Digests {
  private Digests() {}

  static byte @Nullable [] find(Database database, byte[] object) throws CatalogException {
    try (Rows rows =
        database.query("SELECT sha256, row_check FROM digest WHERE object = ?", (Object) object)) {
      if (!rows.next()) {
        return null;
      }
      byte[] sha256 = rows.fingerprint(1);
      rows.requireCheck(2, Line.digest(object, sha256));
      return sha256;
    }
  }

  static void put(Database database, byte[] object, byte[] sha256) throws CatalogException {
    database.updateOne(
        """
        INSERT INTO digest VALUES (?, ?, ?)
        ON CONFLICT (object) DO UPDATE SET sha256 = excluded.sha256,
          row_check = excluded.row_check\
        """,
        object,
        sha256,
        Line.digest(object, sha256).check());
  }

  /** Reads all rows, and so verifies their checksums. */
  static void verify(Database database) throws CatalogException {
    try (Rows rows = database.query("SELECT object, sha256, row_check FROM digest")) {
      while (rows.next()) {
        rows.requireCheck(3, Line.digest(rows.fingerprint(1), rows.fingerprint(2)));
      }
    }
  }
}
