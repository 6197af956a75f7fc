package io.intarsia.library.repair;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogDamagedException;
import io.intarsia.catalog.CatalogException;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.RecordLog;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.record.RecordFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records again that are damaged or missing, from what the catalog keeps of them. A record
 * that can be read is left as it is, and so is one of another Intarsia's format.
 */
final class RecordRepair {
  private final Workspace workspace;
  private final List<String> notes;
  private final List<String> written = new ArrayList<>();

  /**
   * @param notes gets what was written again, and why something was not
   */
  RecordRepair(Workspace workspace, List<String> notes) {
    this.workspace = workspace;
    this.notes = notes;
  }

  /** Returns the files that were written again. */
  List<String> run() throws IOException {
    try (Workspace opened = new Workspace(workspace);
        Catalog catalog = opened.openCatalog()) {
      List<Long> lost = find(catalog, opened.records());
      if (!lost.isEmpty()) {
        opened
            .store()
            .commit(
                null,
                records -> {
                  write(catalog, records, lost);
                  return lost;
                });
      }
    } catch (CatalogException e) {
      return written; // the check of the catalog, which is next, says what is wrong with it
    } catch (StoreException e) {
      notes.add("damaged records cannot be written again: " + e.getMessage());
    }
    return written;
  }

  /** The records that are damaged or missing, and that the catalog keeps. */
  private List<Long> find(Catalog catalog, RecordLog records) throws IOException {
    List<Long> lost = new ArrayList<>();
    String contradicted = null;
    long last = catalog.lastRecord();
    for (long number = 1; number <= last; number++) {
      byte[] kept = kept(catalog, number);
      if (kept == null) {
        continue;
      }
      try {
        if (!Arrays.equals(records.read(number), kept)) {
          contradicted = RecordFile.key(number);
        }
      } catch (DamagedException e) {
        lost.add(number);
      } catch (StoreException e) {
        // another Intarsia's, which is no damage
      }
    }
    if (contradicted != null && !lost.isEmpty()) {
      // as the catalog of a copy of this store would, with which somebody went on
      notes.add("damaged records are not written again: the catalog contradicts " + contradicted);
      return List.of();
    }
    return lost;
  }

  private void write(Catalog catalog, RecordLog records, List<Long> lost) throws IOException {
    for (long number : lost) {
      byte[] kept = kept(catalog, number);
      String problem = problem(records, number);
      if (kept != null && problem != null) {
        records.restore(number, kept);
        String file = RecordFile.key(number);
        written.add(file);
        notes.add(file + " was " + problem + " and was written again from the catalog");
      }
    }
  }

  /** Each row says of itself whether it is damaged, whatever else of the catalog is. */
  private static byte @Nullable [] kept(Catalog catalog, long number) throws CatalogException {
    try {
      return catalog.record(number);
    } catch (CatalogDamagedException e) {
      return null;
    }
  }

  /** What is wrong with a record; null if somebody put it back meanwhile. */
  private static @Nullable String problem(RecordLog records, long number) throws IOException {
    try {
      records.read(number);
      return null;
    } catch (DamagedException e) {
      return records.exists(number) ? "damaged" : "missing";
    }
  }
}
