package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line itself answers, without a store. */
class UsageTest {
  private static final List<String> COMMANDS =
      List.of(
          "init",
          "checkin",
          "checkout",
          "list",
          "versions",
          "show",
          "digest",
          "ls",
          "cat",
          "extract",
          "compare",
          "search",
          "provenance",
          "default",
          "rename",
          "remove",
          "lock",
          "unlock",
          "reindex",
          "stats",
          "gc",
          "optimize",
          "verify",
          "rebuild",
          "demo",
          "completion",
          "help");

  @TempDir Path home;

  @Test
  void everyCommandHasHelpWithExamples() {
    for (String command : COMMANDS) {
      Run help = Run.good(home, command, "--help");
      assertThat(help.text())
          .contains("Usage: intarsia", command, "Examples:", "  intarsia ", "--store", "--json");
      assertThat(Run.good(home, "help", command).text()).isEqualTo(help.text());
    }
  }

  @Test
  void helpListsEveryCommand() {
    String help = Run.good(home, "--help").text();
    assertThat(help).contains(COMMANDS).isEqualTo(Run.good(home, "help").text());
  }

  @Test
  void theVersionNamesTheCommit() {
    assertThat(Run.good(home, "--version").text()).matches("intarsia \\S+ \\(.+\\)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "list --nonsense",
        "list extra",
        "checkin onlyfile",
        "checkin f a/b",
        "checkin f .hidden",
        "checkin f name --free-space some",
        "show a@0",
        "show a@x",
        "ls a",
        "ls a:etc",
        "cat a@1",
        "search",
        "search x --sha256 123",
        "remove a@1 --keep-last 2",
        "remove a --keep-last 0",
        "reindex",
        "reindex a --all",
        "rebuild nothing",
        "verify --sample 0",
        "verify --quick --sample 5%",
        "init --chunk-size many",
        "default a one",
        "help nonsense",
        "completion fish",
        "--store",
      })
  void wrongUsageIsOneLineAndStatus2(String words) {
    Run run = Run.at(home, words.isEmpty() ? new String[0] : words.split(" "));
    assertThat(run.status()).as(run.err()).isEqualTo(Invocation.WRONG_USAGE);
    assertThat(run.err()).startsWith("intarsia: ").endsWith("\n").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(Run.good(home, "completion", "bash").text())
        .contains("complete -F", "\"swap\" \"pagefile\" \"hibernation\"")
        .contains(COMMANDS);
    assertThat(Run.good(home, "completion", "zsh").text()).contains("bashcompinit");
  }
}
