package io.intarsia.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia help}. */
@Command(
    name = "help",
    description = "Shows what a command does and which options it takes.",
    footerHeading = "%nExamples:%n",
    footer = {"  intarsia help", "  intarsia help checkin"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Which; else all in short.")
  private @Nullable String command;

  @Override
  public Integer call() {
    CommandLine program = spec.root().commandLine();
    CommandLine asked = command == null ? program : program.getSubcommands().get(command);
    if (asked == null) {
      throw new ParameterException(spec.commandLine(), "there is no command '" + command + "'");
    }
    asked.usage(program.getOut());
    return Invocation.DONE;
  }
}
