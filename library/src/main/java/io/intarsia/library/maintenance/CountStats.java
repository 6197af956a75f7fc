package io.intarsia.library.maintenance;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogTotals;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.StoreStats;
import java.io.IOException;

/** Counts what a library holds. */
public final class CountStats {
  private CountStats() {}

  public static LibraryStats of(Workspace workspace) throws IOException {
    CatalogTotals totals = workspace.read(Catalog::totals);
    StoreStats stats = workspace.store().stats();
    return new LibraryStats(
        totals.images(),
        totals.versions(),
        totals.virtualBytes(),
        totals.dataBytes(),
        stats.chunks(),
        stats.chunkBytes(),
        stats.storedBytes(),
        stats.indexBytes());
  }
}
