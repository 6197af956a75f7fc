package io.intarsia.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of every version of Intarsia up to this one, as numbered migrations. The number of the
 * last one that a catalog has seen stands in its {@code user_version}, so that the usual case, a
 * catalog that is current, is recognized by reading one page.
 *
 * @param folder where the scripts lie, as a resource
 * @param migrations names of the scripts; the n-th brings a catalog from n - 1 to n
 */
record Schema(String folder, List<String> migrations) {
  /** "INTC" in the file's header tells a catalog from other SQLite databases. */
  private static final int APPLICATION_ID = 0x494e5443;

  private static final int SCRIPT_LIMIT_BYTES = 1 << 20;

  static final Schema CURRENT =
      new Schema(
          "io/intarsia/catalog/migrations",
          List.of("V1__images_and_versions.sql", "V2__origin.sql", "V3__records.sql"));

  /** What is to be done with a database before it is used. */
  enum State {
    NEW,
    BEHIND,
    READY
  }

  /** Looks at a database in one moment: another process may be making its tables just now. */
  State inspect(Database database) throws CatalogException {
    database.execute("BEGIN");
    try {
      State state = inspectWithin(database);
      database.execute("COMMIT");
      return state;
    } catch (CatalogException | RuntimeException e) {
      database.rollback(e);
      throw e;
    }
  }

  private State inspectWithin(Database database) throws CatalogException {
    long number = number(database);
    long application = database.number("PRAGMA application_id");
    if (number == 0
        && application == 0
        && database.number("SELECT COUNT(*) FROM sqlite_master") == 0) {
      return State.NEW;
    }
    if (application != APPLICATION_ID || number < 1) {
      throw database.damaged("the file is not a catalog");
    }
    if (number > migrations.size()) {
      throw new CatalogTooNewException(
          "The catalog has schema "
              + number
              + ", this program knows "
              + migrations.size()
              + ". Use the Intarsia that wrote it, or a newer one.",
          null);
    }
    return number < migrations.size() ? State.BEHIND : State.READY;
  }

  /** Number of the last migration that the database has seen. */
  long number(Database database) throws CatalogException {
    return database.number("PRAGMA user_version");
  }

  /** Makes the tables in an empty database, unless another process has just done it. */
  void create(Database database) throws CatalogException {
    database.execute("BEGIN IMMEDIATE");
    try {
      if (inspectWithin(database) == State.NEW) {
        for (String migration : migrations) {
          database.execute(script(migration));
        }
      }
      database.execute("COMMIT");
    } catch (CatalogException | RuntimeException e) {
      database.rollback(e);
      throw e;
    }
  }

  private String script(String migration) {
    String resource = folder + "/" + migration;
    try (@Nullable InputStream in = Schema.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + resource);
      }
      return new String(in.readNBytes(SCRIPT_LIMIT_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the program's resource cannot be read: " + resource, e);
    }
  }
}
