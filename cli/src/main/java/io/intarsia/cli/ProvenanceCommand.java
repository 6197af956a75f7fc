package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.history.ProvenanceNode;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia provenance}. */
@Command(
    name = "provenance",
    description = {
      "Shows what a version was derived from, and what was derived from it, as a tree."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia provenance web"})
final class ProvenanceCommand extends LibraryCommand {
  @Parameters(
      paramLabel = "NAME[@V]",
      converter = Arguments.Image.class,
      description = "The image, and which version; else its default version.")
  private ImageReference image;

  ProvenanceCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    ProvenanceNode root = library.provenance(image);
    if (program.json()) {
      try (JsonOutput json = json()) {
        ProvenanceReport.json(json, root);
      }
    } else {
      try (TextOutput text = text()) {
        ProvenanceReport.text(text, root);
      }
    }
    return Invocation.DONE;
  }
}
