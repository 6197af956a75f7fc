package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.PathReference;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** {@code intarsia cat}. */
final class CatCommand extends LibraryCommand {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Word<PathReference> path = pathParameter();

  CatCommand(Intarsia program) {
    super(program, "cat", "Writes the bytes of a file inside a version to standard output.");
    withoutJson();
    examples(
        "intarsia cat debian:/etc/os-release",
        "intarsia cat debian@1:p1:/boot/grub/grub.cfg > grub.cfg");
  }

  @Override
  int run(Library library) throws IOException {
    OutputStream out = new BufferedOutputStream(program.streams().out(), BUFFER_BYTES);
    library.cat(path.get(), out);
    out.flush();
    return Invocation.DONE;
  }
}
