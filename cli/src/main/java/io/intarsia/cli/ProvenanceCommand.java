package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.history.ProvenanceNode;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;

/** {@code intarsia provenance}. */
final class ProvenanceCommand extends LibraryCommand {
  private final Word<ImageReference> image = imageParameter();

  ProvenanceCommand(Intarsia program) {
    super(
        program,
        "provenance",
        "Shows what a version was derived from, and what was derived from it, as a tree.");
    examples("intarsia provenance web");
  }

  @Override
  int run(Library library) throws IOException {
    ProvenanceNode root = library.provenance(image.get());
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
