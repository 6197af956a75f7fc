package io.intarsia.formats.filesystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the tools that make the images of tests. */
public final class DiskTool {
  /** Where Debian keeps what makes file systems, whoever runs the tests. */
  private static final String PATH = System.getenv("PATH") + ":/usr/sbin:/sbin";

  private DiskTool() {}

  /** Runs a tool that must succeed; returns what it says. */
  public static String run(Object... command) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("env", "PATH=" + PATH, "TZ=UTC", "LC_ALL=C.UTF-8"));
    for (Object word : command) {
      words.add(word.toString());
    }
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(words + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }
}
