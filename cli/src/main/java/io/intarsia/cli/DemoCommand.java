package io.intarsia.cli;

import io.intarsia.library.error.LibraryException;
import java.io.IOException;

/** {@code intarsia demo}. */
final class DemoCommand extends Command {
  /** Where the build says that the script lies; it runs the program anew for each step. */
  private static final String SCRIPT = "intarsia.demo";

  private final Intarsia program;

  DemoCommand(Intarsia program) {
    super(
        "demo",
        "Shows in a minute what Intarsia does, on two disks made on the spot from files of this machine.",
        "Needs no root and leaves nothing behind.");
    examples("intarsia demo", "TMPDIR=/srv/tmp intarsia demo      with its 1 GB elsewhere");
    withoutJson();
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    program.refuseJson("demo writes text");
    String script = System.getProperty(SCRIPT);
    if (script == null) {
      throw new LibraryException("the demo is part of the source tree; run ./intarsia demo there");
    }
    int status = new ProcessBuilder("sh", script).inheritIO().start().waitFor();
    return status == 0 ? Invocation.DONE : Invocation.FAILED;
  }
}
