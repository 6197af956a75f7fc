package io.intarsia.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
  @ParentCommand private Intarsia program;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh", description = "Which shell.")
  private Shell shell;

  @Override
  public Integer call() throws IOException {
    // One script serves both: in zsh it turns on bash's way of completing.
    String script = AutoComplete.bash("intarsia", spec.root().commandLine());
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
