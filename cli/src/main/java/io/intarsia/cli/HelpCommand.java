package io.intarsia.cli;

import java.io.IOException;
import picocli.CommandLine;

/** {@code intarsia help}. */
final class HelpCommand extends Command {
  private final Word<String> command =
      optionalParameter("COMMAND", Commands.names(), "Which; else all in short.");
  private final Intarsia program;

  HelpCommand(Intarsia program) {
    super("help", "Shows what a command does and which options it takes.");
    examples("intarsia help", "intarsia help checkin");
    withoutJson();
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    program.refuseJson("help writes text");
    CommandLine whole = program.line();
    String name = command.orNull();
    CommandLine asked = name == null ? whole : whole.getSubcommands().get(name);
    if (asked == null) {
      throw program.wrongUsage("there is no command '" + name + "'");
    }
    print(asked, program.streams());
    return Invocation.DONE;
  }

  /** Prints the help of a command. */
  static void print(CommandLine command, Streams streams) throws IOException {
    try (TextOutput text = new TextOutput(streams.out(), streams.outIsTerminal())) {
      text.print(command.getUsageMessage());
    }
  }
}
