package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.PathReference;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia ls}. */
@Command(
    name = "ls",
    description = {"Lists a file or directory inside a version."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  intarsia ls debian:/etc",
      "  intarsia ls -R debian@1:/usr/bin",
      "  intarsia --json ls -R debian:p1:/"
    })
final class LsCommand extends LibraryCommand {
  @Option(names = "-R", description = "Also what is below, at any depth.")
  private boolean recursive;

  @Parameters(
      index = "0",
      paramLabel = "NAME[@V]:[PART:]/path",
      converter = Arguments.ImagePath.class,
      description = {
        "The path; PART is a partition as 'show' lists it, else the root file system is meant."
      })
  private PathReference path;

  LsCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.array();
        library.ls(path, recursive, file -> FileReport.json(json.object(), file).endObject());
        json.endArray();
      }
    } else {
      try (TextOutput text = text()) {
        library.ls(path, recursive, file -> FileReport.text(text, file));
      }
    }
    return Invocation.DONE;
  }
}
