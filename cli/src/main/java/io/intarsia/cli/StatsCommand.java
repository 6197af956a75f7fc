package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.maintenance.LibraryStats;
import java.io.IOException;

/** {@code intarsia stats}. */
final class StatsCommand extends LibraryCommand {
  private static final int WIDTH = 8;

  StatsCommand(Intarsia program) {
    super(program, "stats", "Says what the store holds and how large it is.");
    examples("intarsia stats", "intarsia --json stats");
  }

  @Override
  int run(Library library) throws IOException {
    LibraryStats stats = library.stats();
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object()
            .put("images", stats.images())
            .put("versions", stats.versions())
            .put("virtualBytes", stats.virtualBytes())
            .put("dataBytes", stats.dataBytes())
            .put("chunks", stats.chunks())
            .put("chunkBytes", stats.chunkBytes())
            .put("storedBytes", stats.storedBytes())
            .put("indexBytes", stats.indexBytes())
            .endObject();
      }
    } else {
      try (TextOutput text = text()) {
        text.pair(WIDTH, "images", Long.toString(stats.images()));
        text.pair(WIDTH, "versions", Long.toString(stats.versions()));
        text.pair(WIDTH, "disks", Sizes.text(stats.virtualBytes()));
        text.pair(WIDTH, "data", Sizes.text(stats.dataBytes()));
        text.pair(
            WIDTH, "chunks", stats.chunks() + ", " + Sizes.text(stats.chunkBytes()) + " plain");
        text.pair(WIDTH, "stored", Sizes.text(stats.storedBytes()));
        text.pair(WIDTH, "index", Sizes.text(stats.indexBytes()));
      }
    }
    return Invocation.DONE;
  }
}
