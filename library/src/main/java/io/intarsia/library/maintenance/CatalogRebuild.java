package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogDamagedException;
import io.intarsia.catalog.CatalogTooNewException;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.RecordLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the catalog anew from the records, under the commit lock. Other processes may have it open:
 * its rows are exchanged, and its file only where nobody can work with that.
 */
public final class CatalogRebuild {
  private static final String NEW_CATALOG = "catalog-rebuilt.db";

  private final Workspace workspace;

  public CatalogRebuild(Workspace workspace) {
    this.workspace = workspace;
  }

  public void run() throws IOException {
    workspace.closeCatalog();
    workspace
        .store()
        .commit(
            null,
            records -> {
              replace(records);
              return records.last();
            });
  }

  private void replace(RecordLog records) throws IOException {
    Path rebuilt = workspace.directory().resolve("tmp").resolve(NEW_CATALOG);
    Files.deleteIfExists(rebuilt);
    try {
      try (Catalog catalog =
          Catalog.open(rebuilt, Catalog.Mode.READ_WRITE, workspace.catalogCipher())) {
        catalog.requireStore(workspace.storeId(), Catalog.Mode.READ_WRITE);
        Workspace.catchUpWhole(catalog, records);
      }
      takeOver(rebuilt, records);
    } finally {
      Files.deleteIfExists(rebuilt);
    }
  }

  /** A catalog that knows more than the records do is the only one that still knows it. */
  private void takeOver(Path rebuilt, RecordLog records) throws IOException {
    Path file = workspace.catalogFile();
    long last = 0;
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE, workspace.catalogCipher())) {
      catalog.requireStore(workspace.storeId(), Catalog.Mode.READ_WRITE);
      last = catalog.lastRecord();
      records.requireNoGap(last);
      catalog.checkIntegrity();
      catalog.takeOver(rebuilt);
    } catch (CatalogDamagedException | CatalogTooNewException e) {
      records.requireNoGap(last); // also of a damaged one, as far as it can be read
      Catalog.replace(file, rebuilt);
    }
  }
}
