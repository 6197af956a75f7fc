package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.PathReference;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia extract}. */
@Command(
    name = "extract",
    description = {
      "Writes a file or directory inside a version, with what is below it, into a directory of this machine.",
      "Owners, devices and attributes are kept as far as the user may set them; nothing is written outside DIR."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  intarsia extract debian:/etc /tmp/etc-of-debian",
      "  intarsia extract debian@1:/var/log/syslog ."
    })
final class ExtractCommand extends LibraryCommand {
  @Parameters(
      index = "0",
      paramLabel = "NAME[@V]:[PART:]/path",
      converter = Arguments.ImagePath.class,
      description = {
        "The path; PART is a partition as 'show' lists it, else the root file system is meant."
      })
  private PathReference path;

  @Parameters(index = "1", paramLabel = "DIR", description = "The directory to write into.")
  private String directory;

  ExtractCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    List<String> notKept = library.extract(path, HostFiles.path(directory), program.progress());
    notKept.forEach(program::note);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object()
            .putName("path", path.path())
            .put("directory", directory)
            .put("notKept", notKept)
            .endObject();
      }
    }
    return Invocation.DONE;
  }
}
