package io.intarsia.cli;

import picocli.CommandLine;

/** {@code intarsia help}. */
final class HelpCommand extends Command {
  private final Word<String> command = optionalParameter("COMMAND", "Which; else all in short.");
  private final Intarsia program;

  HelpCommand(Intarsia program) {
    super("help", "Shows what a command does and which options it takes.");
    examples("intarsia help", "intarsia help checkin");
    this.program = program;
  }

  @Override
  public Integer call() {
    CommandLine whole = program.line();
    String name = command.orNull();
    CommandLine asked = name == null ? whole : whole.getSubcommands().get(name);
    if (asked == null) {
      throw program.wrongUsage("there is no command '" + name + "'");
    }
    asked.usage(whole.getOut());
    return Invocation.DONE;
  }
}
