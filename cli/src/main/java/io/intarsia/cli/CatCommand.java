package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.PathReference;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia cat}. */
@Command(
    name = "cat",
    description = {"Writes the bytes of a file inside a version to standard output."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  intarsia cat debian:/etc/os-release",
      "  intarsia cat debian@1:p1:/boot/grub/grub.cfg > grub.cfg"
    })
final class CatCommand extends LibraryCommand {
  private static final int BUFFER_BYTES = 64 << 10;

  @Parameters(
      index = "0",
      paramLabel = "NAME[@V]:[PART:]/path",
      converter = Arguments.ImagePath.class,
      description = {
        "The path; PART is a partition as 'show' lists it, else the root file system is meant."
      })
  private PathReference path;

  CatCommand(Intarsia program) {
    super(program);
  }

  @Override
  int run(Library library) throws IOException {
    OutputStream out = new BufferedOutputStream(program.streams().out(), BUFFER_BYTES);
    library.cat(path, out);
    out.flush();
    return Invocation.DONE;
  }
}
