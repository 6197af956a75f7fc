package io.intarsia.cli;

/** The program {@code intarsia}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] args) {
    Streams streams = Streams.ofProcess();
    int status = Invocation.run(RawArguments.recover(args), streams);
    // halt would lose what hooks have to clean up; exit waits for them.
    System.exit(status);
  }
}
