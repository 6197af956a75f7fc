package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia default}. */
@Command(
    name = "default",
    description = {"Sets the version that a bare name means; without this it is the newest."},
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia default debian 2"})
final class DefaultCommand extends LibraryCommand {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      converter = Arguments.Name.class,
      description = "The image's name.")
  private String name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "Its number.")
  private int version;

  DefaultCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    library.setDefault(name, version);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", name).put("defaultVersion", version).endObject();
      }
    }
    return Invocation.DONE;
  }
}
