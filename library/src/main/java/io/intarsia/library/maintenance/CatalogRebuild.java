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
        Workspace.catchUp(catalog, records);
      }
      takeOver(rebuilt);
    } finally {
      Files.deleteIfExists(rebuilt);
    }
  }

  private void takeOver(Path rebuilt) throws IOException {
    Path file = workspace.catalogFile();
    try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE, workspace.catalogCipher())) {
      catalog.checkIntegrity();
      catalog.takeOver(rebuilt);
    } catch (CatalogDamagedException | CatalogTooNewException e) {
      Catalog.replace(file, rebuilt);
    }
  }
}
