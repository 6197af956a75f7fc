package io.intarsia.cli;

import io.intarsia.library.Library;
import java.io.IOException;

/** A command that works on a store that exists. */
abstract class LibraryCommand extends Command {
  final Intarsia program;

  LibraryCommand(Intarsia program, String name, String... description) {
    super(name, description);
    this.program = program;
  }

  @Override
  public final Integer call() throws IOException {
    check();
    try (Library library = open()) {
      return run(library);
    }
  }

  /**
   * Refuses words that contradict each other, before a store is opened.
   *
   * @throws picocli.CommandLine.ParameterException then
   */
  void check() {}

  Library open() throws IOException {
    return program.open();
  }

  /** Does the work and returns the exit status. */
  abstract int run(Library library) throws IOException;

  final JsonOutput json() {
    return new JsonOutput(program.streams().out());
  }

  final TextOutput text() {
    return new TextOutput(program.streams().out(), program.streams().outIsTerminal());
  }
}
