package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogCipher;
import io.intarsia.catalog.CatalogException;
import io.intarsia.catalog.CatalogFullException;
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
      Catalog catalog = workspace.soundCatalog();
      if (workspace.isCatalogInMemory()) {
        return checkFile(workspace);
      }
      // first: a catalog that knows more than the records is not to be made anew, damaged or not
      workspace.records().requireNoGap(catalog.lastRecord());
      catalog.checkIntegrity();
      return compare(catalog, workspace.records(), workspace.catalogCipher());
    } catch (CatalogFullException e) {
      return null; // the disk has no room for looking at it, which is no damage
    } catch (CatalogException e) {
      return e.getMessage();
    } catch (StoreException e) {
      return "it cannot be compared with the records: " + e.getMessage();
    }
  }

  /** Checks a file that cannot be caught up with the records: what it has of them is compared. */
  private static @Nullable String checkFile(Workspace workspace) throws IOException {
    try (Catalog file = openFile(workspace);
        Catalog rebuilt = Catalog.openInMemory(workspace.catalogCipher())) {
      file.checkIntegrity();
      Workspace.catchUp(rebuilt, workspace.records(), file.lastRecord());
      return difference(rebuilt, file);
    }
  }

  private static Catalog openFile(Workspace workspace) throws IOException {
    return workspace.isWritable()
        ? Catalog.openAlone(workspace.catalogFile(), workspace.catalogCipher())
        : Catalog.open(workspace.catalogFile(), Catalog.Mode.READ_ONLY, workspace.catalogCipher());
  }

  private static @Nullable String difference(Catalog rebuilt, Catalog catalog)
      throws CatalogException {
    String difference = rebuilt.firstDifference(catalog);
    return difference == null
        ? null
        : "it differs from the records; run 'intarsia rebuild catalog': "
            + difference.replace(System.lineSeparator(), " | ");
  }

  /** What is committed meanwhile is a difference only for a moment: then it compares again. */
  static @Nullable String compare(Catalog catalog, RecordLog records, CatalogCipher cipher)
      throws IOException {
    try (Catalog rebuilt = Catalog.openInMemory(cipher)) {
      while (true) {
        Workspace.catchUpWhole(rebuilt, records);
        Workspace.catchUpWhole(catalog, records);
        long before = catalog.lastRecord();
        String difference = difference(rebuilt, catalog);
        if (difference == null) {
          return null;
        }
        if (catalog.lastRecord() == before && !records.exists(rebuilt.lastRecord() + 1)) {
          return difference;
        }
      }
    }
  }
}
