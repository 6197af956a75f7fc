package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.PathReference;
import java.io.IOException;
import java.util.List;

/** {@code intarsia extract}. */
final class ExtractCommand extends LibraryCommand {
  private final Word<PathReference> path = pathParameter();

  private final Word<String> directory = parameter("DIR", "The directory to write into.");

  ExtractCommand(Intarsia program) {
    super(
        program,
        "extract",
        "Writes a file or directory inside a version, with what is below it, into a directory of this machine.",
        "Owners, devices and attributes are kept as far as the user may set them; nothing is written outside DIR.");
    examples(
        "intarsia extract debian:/etc /tmp/etc-of-debian",
        "intarsia extract debian@1:/var/log/syslog .");
  }

  @Override
  int run(Library library) throws IOException {
    List<String> notKept =
        library.extract(path.get(), HostFiles.path(directory.get()), program.progress());
    notKept.forEach(program::note);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object()
            .putName("path", path.get().path())
            .put("directory", directory.get())
            .put("notKept", notKept)
            .endObject();
      }
    }
    return Invocation.DONE;
  }
}
