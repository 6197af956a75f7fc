package io.intarsia.cli;

import java.io.IOException;
import picocli.AutoComplete;

/** {@code intarsia completion}. */
final class CompletionCommand extends Command {
  private final Word<Shell> shell = parameter("bash|zsh", Shell.class, "Which shell.");
  private final Intarsia program;

  CompletionCommand(Intarsia program) {
    super("completion", "Prints a script that completes commands and options in a shell.");
    examples(
        "source <(intarsia completion bash)",
        "intarsia completion zsh > ~/.intarsia-completion && echo 'source ~/.intarsia-completion' >>"
            + " ~/.zshrc");
    withoutJson();
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    program.refuseJson("completion writes a script");
    // One script serves both: in zsh it turns on bash's way of completing.
    String script = AutoComplete.bash("intarsia", program.line());
    try (TextOutput text = new TextOutput(program.streams().out(), false)) {
      if (shell.get() == Shell.zsh) {
        text.line("autoload -Uz compinit bashcompinit && compinit && bashcompinit");
      }
      text.print(script);
    }
    return Invocation.DONE;
  }

  /** The words. */
  enum Shell {
    bash,
    zsh
  }
}
