package io.intarsia.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code intarsia completion}. */
@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in a shell.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(intarsia completion bash)",
      "  intarsia completion zsh > ~/.intarsia-completion && echo 'source ~/.intarsia-completion' >>"
          + " ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Intarsia program;

  @Parameters(paramLabel = "bash|zsh", description = "Which shell.")
  private Shell shell;

  CompletionCommand(Intarsia program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    // One script serves both: in zsh it turns on bash's way of completing.
    String script = AutoComplete.bash("intarsia", program.line());
    try (TextOutput text = new TextOutput(program.streams().out(), false)) {
      if (shell == Shell.zsh) {
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
