package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.maintenance.OptimizeResult;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** {@code intarsia optimize}. */
final class OptimizeCommand extends LibraryCommand {
  private final Word<List<ImageReference>> versions =
      parameters(
          "NAME[@V]",
          Arguments::image,
          "The versions that are to come out fast (of a bare name, the default version);",
          "without any, the newest version of each image.");

  private final Word<Boolean> dryRun =
      flag("--dry-run", "Only say how scattered they are and what it would bring.");

  OptimizeCommand(Intarsia program) {
    super(
        program,
        "optimize",
        "Brings together in the store what some versions need, so that they come out faster.",
        "After many versions, the pieces of the newest one lie scattered among those of older ones.",
        "The first and the newest ones read least then, those in between up to 30 % more than before.",
        "Frees on the way what 'intarsia gc' would.",
        "Check-ins and readers may go on meanwhile. Interrupted, it keeps what it has done; run it again to go on.");
    examples(
        "intarsia optimize --dry-run", "intarsia optimize", "intarsia optimize debian nginx@7");
  }

  @Override
  int run(Library library) throws IOException {
    OptimizeResult result = library.optimize(versions.get(), dryRun.get(), program.progress());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object()
            .put("neededBytes", result.neededBytes())
            .put("readBytes", result.readBytes())
            .put("readBytesAfter", result.readBytesAfter());
        GcReport.json(json, result.gc());
        json.endObject();
      }
    } else {
      try (TextOutput text = text()) {
        text(text, result);
      }
    }
    return Invocation.DONE;
  }

  private void text(TextOutput text, OptimizeResult result) throws IOException {
    text.line(
        Sizes.text(result.neededBytes())
            + " are needed; reading them "
            + (dryRun.get() ? "takes " : "took ")
            + times(result.readBytes(), result)
            + " as much, "
            + (dryRun.get() ? "and would take " : "now ")
            + times(result.readBytesAfter(), result));
    GcReport.text(text, result.gc());
  }

  private static String times(long bytes, OptimizeResult result) {
    double part = (double) bytes / Math.max(1, result.neededBytes());
    return String.format(Locale.ROOT, "%.2f times", part);
  }
}
