package io.intarsia.catalog;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Flyway, which is only loaded when an older catalog is to be upgraded. */
final class SchemaUpgrade {
  private SchemaUpgrade() {}

  /**
   * Runs the migrations after number {@code from}.
   *
   * @param folder where they lie, as a resource
   */
  static void run(String url, String name, String folder, long from) throws CatalogException {
    Logger log = Logger.getLogger("org.flywaydb");
    log.setLevel(Level.WARNING);
    try {
      Flyway.configure()
          .dataSource(url, null, null)
          .locations("classpath:" + folder)
          .baselineOnMigrate(true)
          .baselineVersion(Long.toString(from))
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new CatalogException(
          "The catalog "
              + name
              + " could not be upgraded from schema "
              + from
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
