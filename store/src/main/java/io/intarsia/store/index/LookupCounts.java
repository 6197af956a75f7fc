package io.intarsia.store.index;

import java.util.concurrent.atomic.AtomicLong;

/** What look-ups of fingerprints cost, since the index was opened. Thread-safe. */
public final class LookupCounts {
  private final AtomicLong lookUps = new AtomicLong();
  private final AtomicLong entryPages = new AtomicLong();

  void lookedUp() {
    lookUps.incrementAndGet();
  }

  void touchedEntryPage() {
    entryPages.incrementAndGet();
  }

  /** Fingerprints that were looked up, known and unknown ones. */
  public long lookUps() {
    return lookUps.get();
  }

  /**
   * Pages of entries that these look-ups read, each counted as often as a look-up came to it. A
   * look-up that reads none was answered by the filters.
   */
  public long entryPages() {
    return entryPages.get();
  }
}
