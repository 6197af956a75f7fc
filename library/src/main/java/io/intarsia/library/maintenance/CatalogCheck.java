package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogException;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.RecordLog;
import io.intarsia.store.Store;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks the catalog by itself and against one made anew from the records. */
public final class CatalogCheck {
  private CatalogCheck() {}

  /**
   * Checks a store's catalog.
   *
   * @return what is wrong with it, or null
   */
  public static @Nullable String check(Path directory) throws IOException {
    Workspace workspace = new Workspace(directory);
    try (workspace) {
      Catalog catalog = workspace.catalog();
      catalog.checkIntegrity();
      return compare(catalog, directory);
    } catch (CatalogException e) {
      return e.getMessage();
    } catch (StoreException e) {
      return "it cannot be compared with the records: " + e.getMessage();
    }
  }

  private static @Nullable String compare(Catalog catalog, Path directory) throws IOException {
    RecordLog records = Store.records(directory);
    try (Catalog rebuilt = Catalog.openInMemory()) {
      Workspace.catchUp(rebuilt, records);
      String difference = rebuilt.firstDifference(catalog);
      return difference == null
          ? null
          : "it differs from the records; run 'intarsia rebuild catalog': "
              + difference.replace(System.lineSeparator(), " | ");
    }
  }
}
