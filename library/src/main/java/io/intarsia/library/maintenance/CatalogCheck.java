package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogException;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.RecordLog;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Checks the catalog by itself and against one made anew from the records. */
public final class CatalogCheck {
  private CatalogCheck() {}

  /**
   * Checks a store's catalog.
   *
   * @return what is wrong with it, or null
   */
  public static @Nullable String check(Workspace opened) throws IOException {
    Workspace workspace = new Workspace(opened);
    try (workspace) {
      Catalog catalog = workspace.catalog();
      catalog.checkIntegrity();
      return compare(catalog, workspace);
    } catch (CatalogException e) {
      return e.getMessage();
    } catch (StoreException e) {
      return "it cannot be compared with the records: " + e.getMessage();
    }
  }

  private static @Nullable String compare(Catalog catalog, Workspace workspace) throws IOException {
    RecordLog records = workspace.records();
    try (Catalog rebuilt = Catalog.openInMemory(workspace.catalogCipher())) {
      Workspace.catchUp(rebuilt, records);
      String difference = rebuilt.firstDifference(catalog);
      return difference == null
          ? null
          : "it differs from the records; run 'intarsia rebuild catalog': "
              + difference.replace(System.lineSeparator(), " | ");
    }
  }
}
