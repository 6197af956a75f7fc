package io.intarsia.store.maintenance;

import io.intarsia.store.Store;
import java.io.IOException;

/** Garbage collection. See docs/ARCHITECTURE.md, Sessions and gc. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies are there
public final class Gc {
  private Gc() {}

  /**
   * Frees what no version needs. Check-ins and readers go on meanwhile; a second gc waits.
   *
   * @param store open for writing
   * @param dryRun only say what would be freed
   */
  public static GcResult run(Store store, RootsSource roots, boolean dryRun) throws IOException {
    throw new UnsupportedOperationException();
  }
}
