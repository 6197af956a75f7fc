package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.PathReference;
import java.io.IOException;

/** {@code intarsia ls}. */
final class LsCommand extends LibraryCommand {
  private final Word<Boolean> recursive = flag("-R", "Also what is below, at any depth.");
  private final Word<PathReference> path = pathParameter();

  LsCommand(Intarsia program) {
    super(program, "ls", "Lists a file or directory inside a version.");
    examples(
        "intarsia ls debian:/etc",
        "intarsia ls -R debian@1:/usr/bin",
        "intarsia --json ls -R debian:p1:/");
  }

  @Override
  int run(Library library) throws IOException {
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.array();
        library.ls(
            path.get(), recursive.get(), file -> FileReport.json(json.object(), file).endObject());
        json.endArray();
      }
    } else {
      try (TextOutput text = text()) {
        library.ls(path.get(), recursive.get(), file -> FileReport.text(text, file));
      }
    }
    return Invocation.DONE;
  }
}
