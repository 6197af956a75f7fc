package io.intarsia.catalog;

import java.util.HexFormat;
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
      byte[] sha256 = sha256(rows, 1, object);
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
        Sealed.bytes(database.cipher(), context(object), sha256),
        database.check(Line.digest(object, sha256)));
  }

  private static byte[] sha256(Rows rows, int column, byte[] object) throws CatalogException {
    return rows.requireFingerprint(rows.bytes(column, context(object)));
  }

  private static String context(byte[] object) {
    return "digest.sha256/" + HexFormat.of().formatHex(object);
  }

  /** Reads all rows, and so verifies their checksums. */
  static void verify(Database database) throws CatalogException {
    try (Rows rows = database.query("SELECT object, sha256, row_check FROM digest")) {
      while (rows.next()) {
        byte[] object = rows.fingerprint(1);
        rows.requireCheck(3, Line.digest(object, sha256(rows, 2, object)));
      }
    }
  }
}
