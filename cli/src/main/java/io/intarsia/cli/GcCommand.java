package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.maintenance.GcResult;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code intarsia gc}. */
@Command(
    name = "gc",
    description = {
      "Frees what no version needs any more. Check-ins and readers may go on meanwhile."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia gc --dry-run", "  intarsia gc"})
final class GcCommand extends LibraryCommand {
  @Option(names = "--dry-run", description = "Only say how much would be freed.")
  private boolean dryRun;

  GcCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    GcResult result = library.gc(dryRun, program.progress());
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
