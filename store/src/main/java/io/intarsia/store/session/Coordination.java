package io.intarsia.store.session;

import java.io.IOException;
import java.util.Map;

/** How those who use a store at once keep out of each other's way. Thread-safe. */
public interface Coordination {
  /** What only one thread of one process does at a time. */
  enum Lock {
    /** Publishing objects, writing records, changing what is condemned. */
    COMMIT("commit"),
    /** Garbage collection. Taken before the others. */
    GC("gc"),
    /** Replacing index segments, deleting packs. Taken before {@link #COMMIT}. */
    INDEX("index");

    private final String fileName;

    Lock(String fileName) {
      this.fileName = fileName;
    }

    String fileName() {
      return fileName;
    }
  }

  /** A lock that is held. */
  interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Waits for a lock. Not reentrant. */
  Held lock(Lock lock) throws IOException;

  /** Begins a session, which has seen no epoch yet. */
  Session begin() throws IOException;

  /**
   * Deletes what dead sessions left behind.
   *
   * @return the live sessions, each with the epoch that it saw; -1 for one that has seen none
   */
  Map<Long, Long> sweep() throws IOException;
}
