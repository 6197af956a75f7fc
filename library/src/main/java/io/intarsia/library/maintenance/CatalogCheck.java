package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogCipher;
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
      return compare(catalog, workspace.records(), workspace.catalogCipher());
    } catch (CatalogException e) {
      return e.getMessage();
    } catch (StoreException e) {
      return "it cannot be compared with the records: " + e.getMessage();
    }
  }

  /** What is committed meanwhile is a difference only for a moment: then it compares again. */
  static @Nullable String compare(Catalog catalog, RecordLog records, CatalogCipher cipher)
      throws IOException {
    try (Catalog rebuilt = Catalog.openInMemory(cipher)) {
      while (true) {
        Workspace.catchUp(rebuilt, records);
        Workspace.catchUp(catalog, records);
        records.requireNoGap(rebuilt.lastRecord());
        records.requireNoGap(catalog.lastRecord());
        long before = catalog.lastRecord();
        String difference = rebuilt.firstDifference(catalog);
        if (difference == null) {
          return null;
        }
        if (catalog.lastRecord() == before && !records.exists(rebuilt.lastRecord() + 1)) {
          return "it differs from the records; run 'intarsia rebuild catalog': "
              + difference.replace(System.lineSeparator(), " | ");
        }
      }
    }
  }
}
