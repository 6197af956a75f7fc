package io.intarsia.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One command line, from its words to the exit status. */
final class Invocation {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int DAMAGE_FOUND = 3;

  private static final int USAGE_WIDTH = 100;

  private Invocation() {}

  /** Runs a command and returns its exit status; whatever goes wrong is one line on {@code err}. */
  static int run(String[] args, Streams streams) {
    try {
      CommandLine line = commandLine(args, streams);
      return line.execute(args);
    } catch (Error e) {
      // Out of memory or stack: the one line that the user needs, as for every failure.
      return Failures.say(e, streams);
    }
  }

  private static CommandLine commandLine(String[] args, Streams streams) {
    Intarsia program = new Intarsia(streams);
    CommandLine line = Commands.line(program, args);
    line.setErr(writer(streams.err()));
    line.setUsageHelpWidth(USAGE_WIDTH);
    line.setExpandAtFiles(false);
    line.setExecutionStrategy(new Execution(program));
    line.setParameterExceptionHandler((e, words) -> wrongUsage(e, streams));
    line.setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, streams));
    line.setExitCodeExceptionMapper(e -> FAILED);
    return line;
  }

  private static PrintWriter writer(OutputStream out) {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  private static int wrongUsage(ParameterException e, Streams streams) {
    CommandLine command = e.getCommandLine();
    StringBuilder message = new StringBuilder("intarsia: ").append(Failures.oneLine(reason(e)));
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message.append("; did you mean '").append(unmatched.getSuggestions().getFirst()).append("'?");
    }
    message.append(" (see '").append(command.getCommandSpec().qualifiedName()).append(" --help')");
    streams.err().println(message);
    return WRONG_USAGE;
  }

  private static @Nullable String reason(ParameterException e) {
    if (e.getCause() instanceof TypeConversionException) {
      return e.getCause().getMessage();
    }
    boolean noCommand =
        e instanceof UnmatchedArgumentException unmatched
            && e.getCommandLine().getParent() == null
            && !unmatched.getUnmatched().getFirst().startsWith("-");
    return noCommand
        ? "there is no command '" + ((UnmatchedArgumentException) e).getUnmatched().getFirst() + "'"
        : e.getMessage();
  }
}
