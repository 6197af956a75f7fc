package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.maintenance.GcResult;
import java.io.IOException;

/** {@code intarsia gc}. */
final class GcCommand extends LibraryCommand {
  private final Word<Boolean> dryRun = flag("--dry-run", "Only say how much would be freed.");

  GcCommand(Intarsia program) {
    super(
        program,
        "gc",
        "Frees what no version needs any more. Check-ins and readers may go on meanwhile.");
    examples("intarsia gc --dry-run", "intarsia gc");
  }

  @Override
  int run(Library library) throws IOException {
    GcResult result = library.gc(dryRun.get(), program.progress());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object();
        GcReport.json(json, result);
        json.endObject();
      }
    } else {
      try (TextOutput text = text()) {
        GcReport.text(text, result);
      }
    }
    return Invocation.DONE;
  }
}
