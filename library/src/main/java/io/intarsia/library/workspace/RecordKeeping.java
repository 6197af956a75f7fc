package io.intarsia.library.workspace;

import io.intarsia.catalog.Catalog;
import io.intarsia.store.RecordLog;
import io.intarsia.store.error.StoreException;
import java.io.IOException;

/**
 * Gives a catalog what the records say that it has applied and does not keep: an older Intarsia
 * applied them, or they could not be read then.
 */
final class RecordKeeping {
  private RecordKeeping() {}

  static void complete(Catalog catalog, RecordLog records) throws IOException {
    if (catalog.keepsAllRecords()) {
      return;
    }
    long last = catalog.lastRecord();
    for (long number = 1; number <= last; number++) {
      if (catalog.record(number) == null) {
        keep(catalog, records, number);
      }
    }
  }

  private static void keep(Catalog catalog, RecordLog records, long number) throws IOException {
    byte[] payload;
    try {
      payload = records.read(number);
    } catch (StoreException e) {
      return; // verify says it; nothing but its repair needs it
    }
    catalog.keepRecord(number, payload);
  }
}
