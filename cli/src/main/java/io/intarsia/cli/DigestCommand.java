package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia digest}. */
@Command(
    name = "digest",
    description = {"Prints the SHA-256 of the raw disk; it is computed once and remembered."},
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia digest debian", "  intarsia digest debian@1"})
final class DigestCommand extends LibraryCommand {
  @Parameters(
      paramLabel = "NAME[@V]",
      converter = Arguments.Image.class,
      description = "The image, and which version; else its default version.")
  private ImageReference image;

  @Option(
      names = "--disk",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which disk of the image, counted from 0 (default: ${DEFAULT-VALUE}).")
  private int disk;

  DigestCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    String sha256 = library.digest(image, disk, program.progress());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", image.name()).put("sha256", sha256).endObject();
      }
    } else {
      try (TextOutput text = text()) {
        text.line(sha256 + "  " + image);
      }
    }
    return Invocation.DONE;
  }
}
