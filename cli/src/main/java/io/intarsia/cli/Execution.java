package io.intarsia.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Does what a command line asks for once it is read: runs the command, or prints help or version.
 * These picocli would print too, but not notice when they cannot be written.
 */
final class Execution implements IExecutionStrategy {
  private final Intarsia program;

  Execution(Intarsia program) {
    this.program = program;
  }

  @Override
  public int execute(ParseResult parsed) {
    for (CommandLine each : parsed.asCommandLineList()) {
      if (each.isUsageHelpRequested() || each.isVersionHelpRequested()) {
        print(each);
        return Invocation.DONE;
      }
    }
    return new RunLast().execute(parsed);
  }

  private void print(CommandLine asked) {
    try {
      if (asked.isUsageHelpRequested()) {
        program.refuseJson("--help writes text");
        HelpCommand.print(asked, program.streams());
      } else {
        BuildInfo.read().print(program);
      }
    } catch (IOException | JacksonIOException e) {
      throw new ExecutionException(asked, String.valueOf(e.getMessage()), e);
    }
  }
}
