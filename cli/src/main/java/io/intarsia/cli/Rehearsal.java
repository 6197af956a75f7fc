package io.intarsia.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the commands of a file, one a line, its words separated by tabs, in one process: the build
 * has the JVM watch it, so that later starts find classes linked and methods profiled.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** Runs the file's commands; ends with status 1 at the first that fails. */
  public static void main(String[] args) throws IOException {
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      int status = Invocation.run(line.split("\t", -1), Streams.ofProcess());
      if (status != 0) {
        System.exit(1);
      }
    }
  }
}
