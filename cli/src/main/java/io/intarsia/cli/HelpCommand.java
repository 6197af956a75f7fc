package io.intarsia.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia help}. */
@Command(
    name = "help",
    description = "Shows what a command does and which options it takes.",
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia help", "  intarsia help checkin"})
final class HelpCommand implements Callable<Integer> {
  private final Intarsia program;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Which; else all in short.")
  private @Nullable String command;

  HelpCommand(Intarsia program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    CommandLine whole = program.line();
    CommandLine asked = command == null ? whole : whole.getSubcommands().get(command);
    if (asked == null) {
      throw program.wrongUsage("there is no command '" + command + "'");
    }
    asked.usage(whole.getOut());
    return Invocation.DONE;
  }
}
