package io.intarsia.catalog;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query, row by row, with errors of the catalog's own types. Columns count from 1.
 * A value that the catalog would not have written is damage.
 */
final class Rows implements AutoCloseable {
  private final Database database;
  private final PreparedStatement statement;
  private final ResultSet results;

  Rows(Database database, PreparedStatement statement, ResultSet results) {
    this.database = database;
    this.statement = statement;
    this.results = results;
  }

  boolean next() throws CatalogException {
    try {
      return results.next();
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  long integer(int column) throws CatalogException {
    return required(integerOrNull(column), column);
  }

  @Nullable Long integerOrNull(int column) throws CatalogException {
    try {
      long value = results.getLong(column);
      return results.wasNull() ? null : value;
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  boolean flag(int column) throws CatalogException {
    return integer(column) != 0;
  }

  String text(int column) throws CatalogException {
    return required(textOrNull(column), column);
  }

  @Nullable String textOrNull(int column) throws CatalogException {
    try {
      return results.getString(column);
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  /** A text that stands sealed. */
  String sealed(int column, String context) throws CatalogException {
    return required(sealedOrNull(column, context), column);
  }

  @Nullable String sealedOrNull(int column, String context) throws CatalogException {
    String text = textOrNull(column);
    try {
      return text == null ? null : database.cipher().open(context, text);
    } catch (IllegalArgumentException e) {
      throw database.damaged("column " + column + " of a row was changed");
    }
  }

  /** Whether numbers that tell much stand behind texts. */
  boolean hidesNumbers() {
    return !database.cipher().isPlain();
  }

  /** Numbers behind a text, none of them negative. */
  long[] hidden(String joined, int count) throws CatalogException {
    try {
      return HiddenNumbers.numbers(joined, count);
    } catch (IllegalArgumentException e) {
      throw database.damaged("a number is missing");
    }
  }

  /** Bytes that stand as they are, or whose digits stand sealed. */
  byte[] bytes(int column, String context) throws CatalogException {
    if (database.cipher().isPlain()) {
      return bytes(column);
    }
    try {
      return HexFormat.of().parseHex(sealed(column, context));
    } catch (IllegalArgumentException e) {
      throw database.damaged("column " + column + " of a row has no digits");
    }
  }

  private byte[] bytes(int column) throws CatalogException {
    byte @Nullable [] value;
    try {
      value = results.getBytes(column);
    } catch (SQLException e) {
      throw database.failure(e);
    }
    return required(value, column);
  }

  byte[] fingerprint(int column) throws CatalogException {
    return requireFingerprint(bytes(column));
  }

  byte[] requireFingerprint(byte[] value) throws CatalogException {
    if (value.length != CatalogLimits.FINGERPRINT_BYTES) {
      throw database.damaged("a fingerprint has not " + CatalogLimits.FINGERPRINT_BYTES + " bytes");
    }
    return value;
  }

  Instant time(int column) throws CatalogException {
    return required(timeOrNull(column), column);
  }

  @Nullable Instant timeOrNull(int column) throws CatalogException {
    Long millis = integerOrNull(column);
    if (millis == null) {
      return null;
    }
    if (millis < CatalogLimits.FIRST_MILLIS || millis > CatalogLimits.LAST_MILLIS) {
      throw database.damaged("a time is out of range");
    }
    return Instant.ofEpochMilli(millis);
  }

  /** Compares the checksum in a column with that of the row as it was read. */
  void requireCheck(int column, Line line) throws CatalogException {
    if (integer(column) != database.check(line)) {
      throw database.damaged("the checksum of a row does not match: " + line.shortened());
    }
  }

  CatalogDamagedException damaged(String what) {
    return database.damaged(what);
  }

  private <T> T required(@Nullable T value, int column) throws CatalogException {
    if (value == null) {
      throw database.damaged("column " + column + " of a row has no value");
    }
    return value;
  }

  @Override
  public void close() throws CatalogException {
    try {
      statement.close(); // closes the results, too
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }
}
