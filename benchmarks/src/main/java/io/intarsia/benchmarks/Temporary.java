package io.intarsia.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the time of a benchmark, and images that the reference tools make in it. */
final class Temporary {
  private Path path = Path.of("");

  Path create() throws IOException {
    path = Files.createTempDirectory("intarsia-jmh");
    return path;
  }

  /** Runs a shell script in the directory. */
  void script(String script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-euc", script).directory(path.toFile());
    builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
    try {
      if (builder.inheritIO().start().waitFor() != 0) {
        throw new IOException("failed: " + script);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  void delete() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(path)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
