package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;

/** {@code intarsia unlock}. */
final class UnlockCommand extends LibraryCommand {
  private final Word<String> name = nameParameter();

  UnlockCommand(Intarsia program) {
    super(program, "unlock", "Unlocks an image that was locked.");
    examples("intarsia unlock debian");
  }

  @Override
  int run(Library library) throws IOException {
    library.setLocked(name.get(), false);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", name.get()).put("locked", false).endObject();
      }
    }
    return Invocation.DONE;
  }
}
