package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that nobody gets is a failure, also where it is only help. */
class FullOutputTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help",
        "help list",
        "--help",
        "list --help",
        "--version",
        "--json --version",
        "completion bash",
        "init"
      })
  void isSaidAndStatus1(String words) throws IOException {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      Run run = Run.into(full, home, words.split(" "));
      assertThat(run.status()).isEqualTo(Invocation.FAILED);
      assertThat(run.err())
          .startsWith("intarsia: cannot write to standard output: ")
          .hasLineCount(1);
    }
  }
}
