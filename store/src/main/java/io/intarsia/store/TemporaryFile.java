package io.intarsia.store;

import io.intarsia.store.session.Coordination;
import io.intarsia.store.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A name for a temporary file in a store, with a session of its own: the file stays while the store
 * is closed and opened again, and gc deletes it once this process is dead.
 */
public final class TemporaryFile implements AutoCloseable {
  /** It reads nothing of the store, so that gc need not wait for it. */
  private static final long ALL_SEEN = Long.MAX_VALUE - 1;

  private final Session session;
  private final Path path;

  private TemporaryFile(Session session, Path path) {
    this.session = session;
    this.path = path;
  }

  /**
   * @param directory of the store
   * @param purpose ends the name
   */
  static TemporaryFile begin(Path directory, Coordination coordination, String purpose)
      throws IOException {
    Session session = coordination.begin();
    try {
      session.saw(ALL_SEEN);
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
    Path path = directory.resolve("tmp").resolve(session.name() + "-" + purpose);
    return new TemporaryFile(session, path);
  }

  /** Where the file is to be made. */
  public Path path() {
    return path;
  }

  /** Deletes the file, if there is one. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(path);
    } finally {
      session.close();
    }
  }
}
