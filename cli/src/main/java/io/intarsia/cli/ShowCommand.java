package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.view.VersionDetails;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia show}. */
@Command(
    name = "show",
    description = {
      "Shows a version: its disks, partitions and file systems, and what was not understood."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia show debian", "  intarsia --json show debian@2"})
final class ShowCommand extends LibraryCommand {
  @Parameters(
      paramLabel = "NAME[@V]",
      converter = Arguments.Image.class,
      description = "The image, and which version; else its default version.")
  private ImageReference image;

  ShowCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    VersionDetails details = library.show(image);
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
