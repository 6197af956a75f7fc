package io.intarsia.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A store in a directory, open. Thread-safe; several processes may have it open at once. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies are there
public final class Store implements AutoCloseable {
  private Store() {}

  /**
   * Creates a store, mode 0700, and opens it for writing.
   *
   * @param directory absent, or an empty directory
   * @throws io.intarsia.store.error.StoreExistsException if it is not empty
   */
  public static Store create(Path directory, StoreOptions options) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens a store and begins a session, which keeps gc from deleting what it may read. Opened with
   * {@link Access#READ} where nothing can be written, there is no session: a gc that runs meanwhile
   * from elsewhere may then delete what is being read, which shows as a missing chunk.
   *
   * @throws io.intarsia.store.error.NoSuchStoreException if there is none
   */
  public static Store open(Path directory, Access access) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Whether a directory holds a store. */
  public static boolean exists(Path directory) {
    throw new UnsupportedOperationException();
  }

  /** The records of a store that is not opened: without index and session, quick. Read-only. */
  public static RecordLog records(Path directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** What the header of a store that is not opened says. */
  public static StoreHeader header(Path directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  public StoreHeader header() {
    throw new UnsupportedOperationException();
  }

  public Path directory() {
    throw new UnsupportedOperationException();
  }

  /** The reader of this store; always the same one. */
  public ChunkReader reader() {
    throw new UnsupportedOperationException();
  }

  /** An inserter that compresses on threads of its own. */
  public Inserter inserter() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** An inserter that compresses on the threads of {@code compressors}. */
  public Inserter inserter(Executor compressors) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs an action under the commit lock, which one thread of one process has at a time.
   *
   * @param sealed the sealed inserter whose objects the records name; null if they name nothing new
   * @throws io.intarsia.store.error.CondemnedException if gc condemned something that the inserter
   *     references; the action has not run
   */
  public <T> T commit(@Nullable Inserter sealed, CommitAction<T> action) throws IOException {
    throw new UnsupportedOperationException();
  }

  public RecordLog records() {
    throw new UnsupportedOperationException();
  }

  public StoreStats stats() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Ends the session. Open inserters are given up. */
  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
