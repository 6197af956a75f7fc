package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.extract.ExtractResult;
import io.intarsia.library.reference.PathReference;
import java.io.IOException;

/** {@code intarsia extract}. */
final class ExtractCommand extends LibraryCommand {
  private final Word<PathReference> path = pathParameter();

  private final Word<String> directory = parameter("DIR", "The directory to write into.");

  ExtractCommand(Intarsia program) {
    super(
        program,
        "extract",
        "Writes a file or directory inside a version, with what is below it, into a directory of this machine.",
        "Owners, devices and attributes are kept as far as the user may set them; nothing is written outside DIR.",
        "It ends with status 1 when a file could not be written; the others are there then.");
    examples(
        "intarsia extract debian:/etc /tmp/etc-of-debian",
        "intarsia extract debian@1:/var/log/syslog .");
  }

  @Override
  int run(Library library) throws IOException {
    ExtractResult result =
        library.extract(path.get(), HostFiles.path(directory.get()), program.progress());
    result.notKept().forEach(program::note);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object()
            .putName("path", path.get().path())
            .put("directory", directory.get())
            .put("notKept", result.notKept())
            .put("missing", result.missing())
            .endObject();
      }
    }
    if (result.missing() > 0) {
      throw new LibraryException(
          result.missing()
              + (result.missing() == 1 ? " file is" : " files are")
              + " missing in '"
              + directory.get()
              + "', as noted; all else was written");
    }
    return Invocation.DONE;
  }
}
