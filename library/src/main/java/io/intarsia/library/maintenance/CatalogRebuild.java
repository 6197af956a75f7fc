package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.RecordLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the catalog anew from the records, under the commit lock. A process that still has the old
 * one open goes on with that; what it commits is in the records, and the new catalog takes it from
 * there.
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
      Catalog.replace(workspace.catalogFile(), rebuilt);
    } finally {
      Files.deleteIfExists(rebuilt);
    }
  }
}
