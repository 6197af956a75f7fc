package io.intarsia.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A reference tool run to its end; where Debian keeps it, whoever runs the tests. */
record Tool(int status, byte[] out) {
  private static final String PATH = System.getenv("PATH") + ":/usr/sbin:/sbin";

  /** Runs a tool that must succeed. */
  static Tool run(Object... command) {
    return upTo(0, command);
  }

  /**
   * Runs a tool whose exit status must not be above {@code worst}; errors are part of the output.
   */
  static Tool upTo(int worst, Object... command) {
    Tool done = start(true, command);
    if (done.status > worst) {
      throw new AssertionError(Arrays.toString(command) + ": " + done.status + ", " + done.text());
    }
    return done;
  }

  /** Runs a tool that must succeed, and returns only what it wrote to standard output. */
  static byte[] output(Object... command) {
    Tool done = start(false, command);
    if (done.status != 0) {
      throw new AssertionError(Arrays.toString(command) + ": " + done.status);
    }
    return done.out;
  }

  private static Tool start(boolean withErrors, Object... command) {
    List<String> words = new ArrayList<>(List.of("env", "PATH=" + PATH));
    for (Object word : command) {
      words.add(word.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(withErrors);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    if (!withErrors) {
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] out = process.getInputStream().readAllBytes();
      return new Tool(process.waitFor(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a shell script in a directory. */
  static void script(Path directory, String script) {
    run("sh", "-euc", "cd \"$0\"; " + script, directory);
  }

  /** The output, one character per byte. */
  String text() {
    return new String(out, StandardCharsets.ISO_8859_1);
  }

  /** SHA-256 in hexadecimal. */
  static String sha256(Path file) {
    return new String(output("openssl", "dgst", "-sha256", "-r", file), StandardCharsets.US_ASCII)
        .substring(0, 64);
  }
}
