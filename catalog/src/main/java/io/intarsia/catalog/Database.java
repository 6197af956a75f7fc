package io.intarsia.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** One connection, with errors of the catalog's own types. */
final class Database implements AutoCloseable {
  private static final int PRIMARY_CODE_MASK = 0xff;

  private final Connection connection;
  private final String name;
  private final CatalogCipher cipher;
  private final @Nullable Path scratch;

  /**
   * @param name what error messages call the catalog
   */
  Database(Connection connection, String name, CatalogCipher cipher) {
    this(connection, name, cipher, null);
  }

  /**
   * @param scratch a directory that is to be deleted with the connection, or null
   */
  Database(Connection connection, String name, CatalogCipher cipher, @Nullable Path scratch) {
    this.connection = connection;
    this.name = name;
    this.cipher = cipher;
    this.scratch = scratch;
  }

  CatalogCipher cipher() {
    return cipher;
  }

  /** The checksum of a row. */
  long check(Line line) {
    return cipher.check(line.toString());
  }

  /**
   * @param parameters {@link Long}, {@link Boolean}, {@link String}, {@link Sealed}, {@code byte[]}
   *     or null each
   */
  Rows query(String sql, @Nullable Object... parameters) throws CatalogException {
    try {
      PreparedStatement statement = connection.prepareStatement(sql);
      try {
        bind(statement, parameters);
        return new Rows(this, statement, statement.executeQuery());
      } catch (SQLException e) {
        statement.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The one number that a query gives. */
  long number(String sql, @Nullable Object... parameters) throws CatalogException {
    try (Rows rows = query(sql, parameters)) {
      if (!rows.next()) {
        throw damaged("a row is missing");
      }
      return rows.integer(1);
    }
  }

  /** Changes exactly one row. */
  void updateOne(String sql, @Nullable Object... parameters) throws CatalogException {
    int changed = update(sql, parameters);
    if (changed != 1) {
      throw damaged(changed + " rows in place of one");
    }
  }

  /** Returns the number of rows changed. */
  int update(String sql, @Nullable Object... parameters) throws CatalogException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Executes statements, separated by semicolons, that give no rows. */
  void execute(String statements) throws CatalogException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(statements);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Gives up a transaction because of an error, which stays the one that is reported. */
  void rollback(Throwable because) {
    try {
      execute("ROLLBACK");
    } catch (CatalogException e) {
      because.addSuppressed(e);
    }
  }

  CatalogDamagedException damaged(String what) {
    return damaged(name, what, null);
  }

  private static CatalogDamagedException damaged(
      String name, String what, @Nullable Throwable cause) {
    return new CatalogDamagedException(
        "The catalog "
            + name
            + " is damaged ("
            + what
            + "). It can be made anew from the store's records: intarsia rebuild catalog",
        cause);
  }

  CatalogException failure(SQLException e) {
    return failure(name, e);
  }

  /** What an error of the database means for the catalog. */
  static CatalogException failure(String name, SQLException e) {
    int code = primaryCode(e);
    String message = "The catalog " + name;
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code
        // The statements are right, so these speak of a schema or a value that is not ours.
        || code == SQLiteErrorCode.SQLITE_ERROR.code
        || code == SQLiteErrorCode.SQLITE_MISMATCH.code) {
      return damaged(name, String.valueOf(e.getMessage()), e);
    }
    if (FullDisk.isReason(name, code)) {
      return new CatalogFullException(name, e);
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
      return new CatalogReadOnlyException(message + " cannot be written: " + e.getMessage(), e);
    }
    if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
      return new CatalogException(
          message + " is being written by another process; try again: " + e.getMessage(), e);
    }
    if (code == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
      return new ChangeRefusedException(
          message + " refused a change that contradicts it: " + e.getMessage(), e);
    }
    return new CatalogException(message + " cannot be used: " + e.getMessage(), e);
  }

  static int primaryCode(SQLException e) {
    return e.getErrorCode() & PRIMARY_CODE_MASK;
  }

  private void bind(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      switch (parameters[i]) {
        case null -> statement.setObject(i + 1, null);
        case Long value -> statement.setLong(i + 1, value);
        case String value -> statement.setString(i + 1, value);
        case Sealed value -> statement.setString(i + 1, sealed(value));
        case Boolean value -> statement.setBoolean(i + 1, value);
        case byte[] value -> statement.setBytes(i + 1, value);
        default -> throw new IllegalArgumentException("no column has such a type");
      }
    }
  }

  private @Nullable String sealed(Sealed text) {
    String value = text.value();
    return value == null ? null : cipher.seal(text.context(), value);
  }

  @Override
  public void close() throws CatalogException {
    try {
      connection.close();
      if (scratch != null) {
        ScratchCopy.delete(scratch);
      }
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new CatalogException(
          "The copy of the catalog in " + scratch + " could not be deleted: " + e.getMessage(), e);
    }
  }

  /** Closes because of an error, which stays the one that is reported. */
  void closeBecause(Throwable because) {
    try {
      close();
    } catch (CatalogException e) {
      because.addSuppressed(e);
    }
  }
}
