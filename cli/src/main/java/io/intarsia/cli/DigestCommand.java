package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;

/** {@code intarsia digest}. */
final class DigestCommand extends LibraryCommand {
  private final Word<ImageReference> image = imageParameter();

  private final Word<Integer> disk =
      option(
          described(
                  "--disk",
                  "N",
                  "Which disk of the image, counted from 0 (default: ${DEFAULT-VALUE}).")
              .converters(Arguments.number(0, "no number of a disk; the first one is 0"))
              .defaultValue("0"));

  DigestCommand(Intarsia program) {
    super(
        program,
        "digest",
        "Prints the SHA-256 of the raw disk; it is computed once and remembered.");
    examples("intarsia digest debian", "intarsia digest debian@1");
  }

  @Override
  int run(Library library) throws IOException {
    String sha256 = library.digest(image.get(), disk.get(), program.progress());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", image.get().name()).put("sha256", sha256).endObject();
      }
    } else {
      try (TextOutput text = text()) {
        text.line(sha256 + "  " + image.get());
      }
    }
    return Invocation.DONE;
  }
}
