package io.intarsia.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One command run in this process. */
record Run(int status, byte[] out, String err) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Runs a command whose default store is {@code home/.intarsia}. */
  static Run at(Path home, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Run run = into(out, home, args);
    return new Run(run.status, out.toByteArray(), run.err);
  }

  /** Runs a command whose standard output goes elsewhere. */
  static Run into(OutputStream out, Path home, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new StandardOutput(out),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            Map.of("HOME", home.toString()));
    int status = Invocation.run(args, streams);
    return new Run(status, new byte[0], err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command that must succeed. */
  static Run good(Path home, String... args) {
    Run run = at(home, args);
    if (run.status != Invocation.DONE) {
      throw new AssertionError(String.join(" ", args) + ": " + run.status + ", " + run.err);
    }
    return run;
  }

  /** Runs a command that must succeed, with {@code --json} after it, and reads what it printed. */
  static JsonNode json(Path home, String... args) {
    String[] words = new String[args.length + 1];
    System.arraycopy(args, 0, words, 0, args.length);
    words[args.length] = "--json";
    return MAPPER.readTree(good(home, words).out);
  }

  String text() {
    return new String(out, StandardCharsets.UTF_8);
  }
}
