package io.intarsia.store.maintenance;

import java.io.IOException;
import java.nio.file.Path;

/** Checks the files of a store. Needs no index to work, and changes nothing. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies are there
public final class Verify {
  private Verify() {}

  /**
   * Checks every file of a store.
   *
   * @param progress told about bytes checked; called by several threads
   */
  public static VerifyResult run(Path directory, VerifyOptions options, Progress progress)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Told how far a verification is. */
  @FunctionalInterface
  public interface Progress {
    void checked(long bytes, long ofBytes);
  }
}
