package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;

/** {@code intarsia rebuild}. */
final class RebuildCommand extends LibraryCommand {
  private final Word<What> what = parameter("index|catalog", What.class, "What to rebuild.");

  RebuildCommand(Intarsia program) {
    super(
        program,
        "rebuild",
        "Makes the index anew from the packs, or the catalog from the version records.");
    examples("intarsia rebuild index", "intarsia rebuild catalog");
  }

  @Override
  int run(Library library) throws IOException {
    switch (what.get()) {
      case index -> library.rebuildIndex(program.progress());
      case catalog -> library.rebuildCatalog(program.progress());
    }
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("rebuilt", what.get().name()).endObject();
      }
    }
    return Invocation.DONE;
  }

  /** The words. */
  enum What {
    index,
    catalog
  }
}
