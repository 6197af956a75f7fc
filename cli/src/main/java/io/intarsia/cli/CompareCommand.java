package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.compare.Comparison;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia compare}. */
@Command(
    name = "compare",
    description = {
      "Compares two versions file by file: what B has more, has not, and has changed."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia compare debian@1 debian@2", "  intarsia compare debian web"})
final class CompareCommand extends LibraryCommand {
  @Parameters(
      index = "0",
      paramLabel = "A[@V]",
      converter = Arguments.Image.class,
      description = "The first.")
  private ImageReference a;

  @Parameters(
      index = "1",
      paramLabel = "B[@V]",
      converter = Arguments.Image.class,
      description = "The second.")
  private ImageReference b;

  CompareCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    Comparison comparison = library.compare(a, b);
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
