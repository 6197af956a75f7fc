package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia lock}. */
@Command(
    name = "lock",
    description = {
      "Locks an image: it takes no new version, and none of its versions can be removed."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia lock debian"})
final class LockCommand extends LibraryCommand {
  @Parameters(
      paramLabel = "NAME",
      converter = Arguments.Name.class,
      description = "The image's name.")
  private String name;

  LockCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    library.setLocked(name, true);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", name).put("locked", true).endObject();
      }
    }
    return Invocation.DONE;
  }
}
