package io.intarsia.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/** How a catalog's file becomes a connection. */
final class Opening {
  private static final long BUSY_TIMEOUT_MILLIS = 30_000;
  private static final long RETRY_NANOS = 5_000_000;
  private static final int UPGRADE_ATTEMPTS = 20;
  private static final long UPGRADE_RETRY_NANOS = 100_000_000;

  private final Path file;
  private final Schema schema;
  private final CatalogCipher cipher;

  Opening(Path file, Schema schema) {
    this(file, schema, CatalogCipher.none());
  }

  Opening(Path file, Schema schema, CatalogCipher cipher) {
    this.file = file.toAbsolutePath();
    this.schema = schema;
    this.cipher = cipher;
  }

  static Database inMemory(Schema schema, CatalogCipher cipher) throws CatalogException {
    Database database = empty(cipher);
    schema.create(database);
    return database;
  }

  /** A database in memory without tables. */
  static Database empty(CatalogCipher cipher) throws CatalogException {
    return new Database(connect("jdbc:sqlite::memory:", "in memory"), "in memory", cipher);
  }

  Database forWriting() throws CatalogException {
    Database database = connect("mode=rwc");
    try {
      switch (schema.inspect(database)) {
        case READY -> {}
        case NEW -> {
          enterWal(database);
          schema.create(database);
        }
        case BEHIND -> {
          long from = schema.number(database);
          database.close();
          database = upgraded(from);
        }
      }
      return database;
    } catch (CatalogException | RuntimeException e) {
      database.closeBecause(e);
      throw e;
    }
  }

  /**
   * Where the file may be written, it is opened so, with changes forbidden: a connection that
   * cannot write cannot tidy up after itself, and would leave the log and its index behind. Where
   * it may not, SQLite needs the log's index of a process that writes; where there is none, the
   * file alone is read, which nobody changes then.
   */
  Database forReading() throws CatalogException {
    if (!Files.exists(file)) {
      throw new CatalogException("There is no catalog " + file, null);
    }
    Path folder = file.getParent();
    if (folder != null && Files.isWritable(folder) && Files.isWritable(file)) {
      try {
        return inspected(connect("mode=rw"));
      } catch (CatalogException e) {
        requireForbidden(e);
      }
    }
    try {
      return inspected(connect("mode=ro"));
    } catch (CatalogException e) {
      requireForbidden(e);
      return inspected(withoutLog(e));
    }
  }

  /**
   * For reading by one process alone, others wait for it: without memory shared with them, for
   * which a full disk has no room.
   */
  Database alone() throws CatalogException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", Long.toString(BUSY_TIMEOUT_MILLIS));
    Database database =
        new Database(
            connect(url(file, "mode=rw"), file.toString(), properties), file.toString(), cipher);
    // before anything is read
    try (Rows rows = database.query("PRAGMA locking_mode = EXCLUSIVE")) {
      rows.next();
    } catch (CatalogException e) {
      database.closeBecause(e);
      throw e;
    }
    return inspected(database);
  }

  /** A log that was not written back cannot be left out: then both are read from copies. */
  private Database withoutLog(CatalogException why) throws CatalogException {
    Path log = Path.of(file + "-wal");
    if (!Files.isRegularFile(log)) {
      return connect("immutable=1");
    }
    Path scratch = ScratchCopy.of(file, log, why);
    return new Database(
        connect(url(scratch.resolve(file.getFileName()), "mode=rw"), file.toString()),
        file.toString(),
        cipher,
        scratch);
  }

  private Database inspected(Database database) throws CatalogException {
    try {
      switch (schema.inspect(database)) {
        case READY -> {}
        case NEW, BEHIND ->
            throw new CatalogTooOldException(
                "The catalog "
                    + file
                    + " is empty or was written by an older Intarsia; a command that writes, such"
                    + " as a check-in, brings it up to date");
      }
      database.execute("PRAGMA query_only = TRUE");
      return database;
    } catch (CatalogException | RuntimeException e) {
      database.closeBecause(e);
      throw e;
    }
  }

  /** Another process may be doing the same; then either may fail, and both find it done. */
  private Database upgraded(long from) throws CatalogException {
    String url = url(file, "mode=rw") + "&busy_timeout=" + BUSY_TIMEOUT_MILLIS;
    for (int attempt = 1; ; attempt++) {
      CatalogException failure = null;
      try {
        SchemaUpgrade.run(url, file.toString(), schema.folder(), from);
      } catch (CatalogException e) {
        failure = e;
      }
      Database database = connect("mode=rw");
      try {
        if (schema.inspect(database) == Schema.State.READY) {
          return database;
        }
        if (failure == null || attempt == UPGRADE_ATTEMPTS) {
          throw failure != null ? failure : database.damaged("its schema cannot be upgraded");
        }
      } catch (CatalogException e) {
        database.closeBecause(e);
        throw e;
      }
      database.close();
      LockSupport.parkNanos(UPGRADE_RETRY_NANOS);
    }
  }

  /** SQLite does not wait by itself when two processes do this to a new file at the same time. */
  private static void enterWal(Database database) throws CatalogException {
    long deadline = System.nanoTime() + BUSY_TIMEOUT_MILLIS * 1_000_000;
    while (true) {
      try (Rows rows = database.query("PRAGMA journal_mode = WAL")) {
        rows.next();
        return;
      } catch (CatalogException e) {
        if (primaryCode(e) != SQLiteErrorCode.SQLITE_BUSY.code || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private Database connect(String options) throws CatalogException {
    return new Database(connect(url(file, options), file.toString()), file.toString(), cipher);
  }

  private static Connection connect(String url, String name) throws CatalogException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", Long.toString(BUSY_TIMEOUT_MILLIS));
    properties.setProperty("foreign_keys", "true");
    properties.setProperty("synchronous", "NORMAL");
    return connect(url, name, properties);
  }

  private static Connection connect(String url, String name, Properties properties)
      throws CatalogException {
    try {
      return new JDBC().connect(url, properties);
    } catch (SQLException e) {
      throw Database.failure(name, e);
    }
  }

  /** As a URI, in which any bytes may stand in the file's name. */
  private static String url(Path file, String options) {
    return "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?" + options;
  }

  /** Throws the error on unless it says that the place does not let SQLite write. */
  private static void requireForbidden(CatalogException e) throws CatalogException {
    int code = primaryCode(e);
    if (code != SQLiteErrorCode.SQLITE_CANTOPEN.code
        && code != SQLiteErrorCode.SQLITE_READONLY.code
        && code != SQLiteErrorCode.SQLITE_PERM.code) {
      throw e;
    }
  }

  private static int primaryCode(CatalogException e) {
    @Nullable Throwable cause = e.getCause();
    return cause instanceof SQLException sql ? Database.primaryCode(sql) : 0;
  }
}
