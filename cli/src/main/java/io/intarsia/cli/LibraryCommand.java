package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.reference.PathReference;
import java.io.IOException;

/** A command that works on a store that exists. */
abstract class LibraryCommand extends Command {
  final Intarsia program;

  LibraryCommand(Intarsia program, String name, String... description) {
    super(name, description);
    this.program = program;
  }

  /** A version, which must be named. */
  final Word<ImageReference> imageParameter() {
    return parameter(
        "NAME[@V]", Arguments::image, "The image, and which version; else its default version.");
  }

  /** A file inside a version. */
  final Word<PathReference> pathParameter() {
    return parameter(
        "NAME[@V]:[PART:]/path",
        Arguments::imagePath,
        "The path; PART is a partition as 'show' lists it, else the root file system is meant.");
  }

  /** The name of an image. */
  final Word<String> nameParameter() {
    return parameter("NAME", Arguments::name, "The image's name.");
  }

  @Override
  public final Integer call() throws IOException {
    check();
    try (Library library = open()) {
      int status = run(library);
      for (String damage : library.damages()) {
        program.note("done without what is damaged, which 'intarsia repair' mends: " + damage);
      }
      return status;
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
