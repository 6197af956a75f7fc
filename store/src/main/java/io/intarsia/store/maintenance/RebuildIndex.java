package io.intarsia.store.maintenance;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the index anew from the packs' tables of contents; needs no index to work. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies are there
public final class RebuildIndex {
  private RebuildIndex() {}

  /** Replaces the index. Waits for commits and gc under way, and holds off others. */
  public static RebuildResult run(Path directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * What was done.
   *
   * @param packs packs indexed
   * @param entries chunks and objects indexed
   * @param unreadablePacks packs left out because their table of contents is damaged
   */
  public record RebuildResult(int packs, long entries, java.util.List<String> unreadablePacks) {}
}
