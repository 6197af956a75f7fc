package io.intarsia.cli;

import io.intarsia.library.error.LibraryException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code intarsia demo}. */
@Command(
    name = "demo",
    description = {
      "Shows in a minute what Intarsia does, on two disks made on the spot from files of this machine.",
      "Needs no root and leaves nothing behind."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia demo", "  TMPDIR=/srv/tmp intarsia demo      with its 1 GB elsewhere"})
final class DemoCommand implements Callable<Integer> {
  /** Where the build says that the script lies; it runs the program anew for each step. */
  private static final String SCRIPT = "intarsia.demo";

  @Override
  public Integer call() throws IOException, InterruptedException {
    String script = System.getProperty(SCRIPT);
    if (script == null) {
      throw new LibraryException("the demo is part of the source tree; run ./intarsia demo there");
    }
    int status = new ProcessBuilder("sh", script).inheritIO().start().waitFor();
    return status == 0 ? Invocation.DONE : Invocation.FAILED;
  }
}
