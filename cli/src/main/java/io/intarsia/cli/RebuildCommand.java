package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia rebuild}. */
@Command(
    name = "rebuild",
    description = {"Makes the index anew from the packs, or the catalog from the version records."},
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia rebuild index", "  intarsia rebuild catalog"})
final class RebuildCommand extends LibraryCommand {
  @Parameters(paramLabel = "index|catalog", description = "What to rebuild.")
  private What what;

  RebuildCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    switch (what) {
      case index -> library.rebuildIndex(program.progress());
      case catalog -> library.rebuildCatalog(program.progress());
    }
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("rebuilt", what.name()).endObject();
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
