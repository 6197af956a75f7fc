package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.compare.Comparison;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;

/** {@code intarsia compare}. */
final class CompareCommand extends LibraryCommand {
  private final Word<ImageReference> a = parameter("A[@V]", Arguments::image, "The first.");
  private final Word<ImageReference> b = parameter("B[@V]", Arguments::image, "The second.");

  CompareCommand(Intarsia program) {
    super(
        program,
        "compare",
        "Compares two versions file by file: what B has more, has not, and has changed.");
    examples("intarsia compare debian@1 debian@2", "intarsia compare debian web");
  }

  @Override
  int run(Library library) throws IOException {
    Comparison comparison = library.compare(a.get(), b.get());
    if (program.json()) {
      try (JsonOutput json = json()) {
        ComparisonReport.json(json, comparison);
      }
    } else {
      try (TextOutput text = text()) {
        ComparisonReport.text(text, comparison);
      }
    }
    return Invocation.DONE;
  }
}
