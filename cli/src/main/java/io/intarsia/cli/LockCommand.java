package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;

/** {@code intarsia lock}. */
final class LockCommand extends LibraryCommand {
  private final Word<String> name = nameParameter();

  LockCommand(Intarsia program) {
    super(
        program,
        "lock",
        "Locks an image: it takes no new version, and none of its versions can be removed.");
    examples("intarsia lock debian");
  }

  @Override
  int run(Library library) throws IOException {
    library.setLocked(name.get(), true);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object().put("image", name.get()).put("locked", true).endObject();
      }
    }
    return Invocation.DONE;
  }
}
