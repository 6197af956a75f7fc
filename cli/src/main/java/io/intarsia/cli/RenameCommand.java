package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia rename}. */
@Command(
    name = "rename",
    description = {"Gives an image another name; its versions keep their numbers."},
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia rename debian debian-12"})
final class RenameCommand extends LibraryCommand {
  @Parameters(
      index = "0",
      paramLabel = "OLD",
      converter = Arguments.Name.class,
      description = "The name that it has.")
  private String oldName;

  @Parameters(
      index = "1",
      paramLabel = "NEW",
      converter = Arguments.Name.class,
      description = "The name that it gets.")
  private String newName;

  RenameCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    library.rename(oldName, newName);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", newName).put("renamedFrom", oldName).endObject();
      }
    }
    return Invocation.DONE;
  }
}
