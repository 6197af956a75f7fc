package io.intarsia.cli;

/** The program {@code intarsia}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] args) {
    Interruption.install();
    int status = run(args, Streams.ofProcess());
    if (!Interruption.isUnderWay()) {
      // Whatever the command opened it has closed; exit would first start the logging of exits, for
      // a tenth of a start.
      Runtime.getRuntime().halt(status);
    }
  }

  /** Runs one command and returns its exit status. */
  static int run(String[] args, Streams streams) {
    return Invocation.run(RawArguments.recover(args), streams);
  }
}
