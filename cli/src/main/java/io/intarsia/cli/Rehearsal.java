package io.intarsia.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the commands of a file, one a line, its words separated by tabs, in one process: the build
 * has the JVM watch it, so that later starts find classes linked and methods profiled. Results go
 * nowhere; what fails is said and left to whoever runs that command.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** Takes the file's name. */
  public static void main(String[] args) throws IOException {
    Interruption.install();
    Streams own = Streams.ofProcess();
    Streams streams =
        new Streams(
            own.in(), OutputStream.nullOutputStream(), own.err(), false, false, own.environment());
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      int status = Main.run(line.split("\t", -1), streams);
      own.err().println(status + " " + line);
    }
  }
}
