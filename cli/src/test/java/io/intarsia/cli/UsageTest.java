package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.checkout.CheckOutRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

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
          "config",
          "stats",
          "gc",
          "optimize",
          "verify",
          "repair",
          "rebuild",
          "key",
          "demo",
          "completion",
          "help");

  private static final List<String> WITHOUT_JSON = List.of("cat", "demo", "completion", "help");

  @TempDir Path home;

  @Test
  void everyCommandHasHelpWithExamples() {
    for (String command : COMMANDS) {
      Run help = Run.good(home, command, "--help");
      assertThat(help.text())
          .contains("Usage: intarsia", command, "Examples:", "  intarsia ", "--store")
          .doesNotContain("%%");
      assertThat(help.text().contains("--json"))
          .as(command)
          .isEqualTo(!WITHOUT_JSON.contains(command));
      assertThat(Run.good(home, "help", command).text()).isEqualTo(help.text());
    }
  }

  @Test
  void helpListsEveryCommand() {
    String help = Run.good(home, "--help").text();
    assertThat(help).contains(COMMANDS).isEqualTo(Run.good(home, "help").text());
  }

  @Test
  void helpSaysNothingBesides() {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      Run.good(home, "help");
      for (String command : COMMANDS) {
        assertThat(Run.good(home, "help", command).err()).isEmpty();
      }
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(Run.good(home, "help", "optimize").text()).contains("30 % more");
  }

  @Test
  void theVersionNamesTheCommit() {
    String text = Run.good(home, "--version").text();
    assertThat(text).matches("intarsia \\S+ \\(.+\\)\n");
    JsonNode json = Run.json(home, "--version");
    assertThat(json.get("name").asString()).isEqualTo("intarsia");
    assertThat(text).contains(json.get("version").asString(), json.get("commit").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--json demo",
        "--json help",
        "help list --json",
        "--json completion bash",
        "--json --help",
        "--json list --help"
      })
  void whatHasNoJsonRefusesIt(String words) {
    Run run = Run.at(home, words.split(" "));
    assertThat(run.status()).isEqualTo(Invocation.WRONG_USAGE);
    assertThat(run.err()).contains(" writes ", ", not JSON: leave out --json").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void numbersThatAreNoneAreRefusedInPlainWords() {
    assertThat(Run.at(home, "default", "debian", "x").err())
        .contains("'x' is no number of a version")
        .contains("'intarsia versions NAME' lists them");
    assertThat(Run.at(home, "key", "remove", "x").err()).contains("'x' is no ID of a key");
  }

  @Test
  void formatsThatAreNoneAreAnsweredWithThoseThatAre() {
    assertThat(Run.at(home, "checkin", "f", "a", "--format", "foo").err())
        .contains("'foo' cannot be read", "raw, qcow2, vmdk, vdi, vhd, vhdx, ova, ovf, gzip, xz");
    assertThat(Run.at(home, "checkout", "a", "f", "--format", "foo").err())
        .contains("'foo' cannot be written", String.join(", ", CheckOutRequest.formats()));
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
        "default a 0",
        "key remove one",
        "checkin f a --format foo",
        "checkout a f --format foo",
        "checkout a f --disk one",
        "checkout a f --compress zstd",
        "checkout a f --format vmdk --compress zlib",
        "checkout a f --backing b",
        "checkout a f --format qcow2 --backing-file b.raw",
        "checkout a - --format qcow2",
        "--json checkout a -",
        "digest a --disk one",
        "init --compression-level x",
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
}
