package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;

/** {@code intarsia default}. */
final class DefaultCommand extends LibraryCommand {
  private final Word<String> name = nameParameter();
  private final Word<Integer> version =
      parameter(
          "VERSION",
          Arguments.number(1, "no number of a version; 'intarsia versions NAME' lists them"),
          "Its number.");

  DefaultCommand(Intarsia program) {
    super(
        program,
        "default",
        "Sets the version that a bare name means; without this it is the newest.");
    examples("intarsia default debian 2");
  }

  @Override
  int run(Library library) throws IOException {
    library.setDefault(name.get(), version.get());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", name.get()).put("defaultVersion", version.get()).endObject();
      }
    }
    return Invocation.DONE;
  }
}
