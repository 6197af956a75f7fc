package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bash offers where the last word is to be completed. */
class CompletionTest {
  @TempDir Path home;

  @Test
  void commandsAndOptions() throws Exception {
    assertThat(offered("check")).containsExactlyInAnyOrder("checkin", "checkout");
    assertThat(offered("list", "--")).contains("--json", "--store");
    assertThat(offered("cat", "--")).contains("--store").doesNotContain("--json");
  }

  @Test
  void valuesOfOptions() throws Exception {
    assertThat(offered("checkout", "disk", "out", "--format", "vmd"))
        .containsExactlyInAnyOrder("vmdk", "vmdk-stream");
    assertThat(offered("checkin", "file", "disk", "--format", "")).contains("raw", "ova", "zstd");
    assertThat(offered("checkin", "file", "disk", "--drop", "sw")).containsExactly("swap");
  }

  @Test
  void parameters() throws Exception {
    assertThat(offered("config", "gc.")).contains("gc.slack", "gc.auto", "gc.rewrite-below");
    assertThat(offered("help", "re")).contains("repair", "remove");
    assertThat(offered("rebuild", "ind")).containsExactly("index");
  }

  @Test
  void zshCompletesInTheWayOfBash() {
    assertThat(Run.good(home, "completion", "zsh").text()).contains("bashcompinit", "complete -F");
  }

  private List<String> offered(String... words) throws Exception {
    Path script = home.resolve("completion");
    Files.write(script, Run.good(home, "completion", "bash").out());
    List<String> command = new ArrayList<>();
    command.add("bash");
    command.add("-c");
    command.add(
        "compopt() { :; }; source \"$0\"; COMP_WORDS=(intarsia \"$@\"); COMP_CWORD=$#; _complete_intarsia;"
            + " printf '%s\\n' \"${COMPREPLY[@]}\"");
    command.add(script.toString());
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
