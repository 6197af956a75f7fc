package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.view.VersionDetails;
import java.io.IOException;

/** {@code intarsia show}. */
final class ShowCommand extends LibraryCommand {
  private final Word<ImageReference> image = imageParameter();

  ShowCommand(Intarsia program) {
    super(
        program,
        "show",
        "Shows a version: its disks, partitions and file systems, and what was not understood.");
    examples("intarsia show debian", "intarsia --json show debian@2");
  }

  @Override
  int run(Library library) throws IOException {
    VersionDetails details = library.show(image.get());
    if (program.json()) {
      try (JsonOutput json = json()) {
        ShowReport.json(json, details);
      }
    } else {
      try (TextOutput text = text()) {
        ShowReport.text(text, details);
      }
    }
    return Invocation.DONE;
  }
}
