package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia unlock}. */
@Command(
    name = "unlock",
    description = {"Unlocks an image that was locked."},
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia unlock debian"})
final class UnlockCommand extends LibraryCommand {
  @Parameters(
      paramLabel = "NAME",
      converter = Arguments.Name.class,
      description = "The image's name.")
  private String name;

  UnlockCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    library.setLocked(name, false);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", name).put("locked", false).endObject();
      }
    }
    return Invocation.DONE;
  }
}
