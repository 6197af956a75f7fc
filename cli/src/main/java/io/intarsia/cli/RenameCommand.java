package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;

/** {@code intarsia rename}. */
final class RenameCommand extends LibraryCommand {
  private final Word<String> oldName = parameter("OLD", Arguments::name, "The name that it has.");
  private final Word<String> newName = parameter("NEW", Arguments::name, "The name that it gets.");

  RenameCommand(Intarsia program) {
    super(program, "rename", "Gives an image another name; its versions keep their numbers.");
    examples("intarsia rename debian debian-12");
  }

  @Override
  int run(Library library) throws IOException {
    library.rename(oldName.get(), newName.get());
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", newName.get()).put("renamedFrom", oldName.get()).endObject();
      }
    }
    return Invocation.DONE;
  }
}
