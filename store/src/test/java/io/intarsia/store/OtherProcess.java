package io.intarsia.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A second Java process at work on a store. It does one thing, says so, and waits. */
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  OtherProcess(Path directory, String task) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    OtherProcess.class.getName(),
                    directory.toString(),
                    task))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = process.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    if (!"ready".equals(line)) {
      throw new IOException("the other process said " + line);
    }
  }

  /** Lets it go on, and waits for its end. */
  void finish() throws IOException, InterruptedException {
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    }
    process.waitFor();
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    switch (arguments[1]) {
      case "read" -> {
        try (Store store = Store.open(directory, Access.READ)) {
          waitFor(store);
        }
      }
      case "commit" -> {
        try (Store store = Store.open(directory, Access.WRITE)) {
          store.commit(
              null,
              records -> {
                waitFor(store);
                return records.append(new byte[] {1});
              });
        }
      }
      case "insert" -> {
        try (Store store = Store.open(directory, Access.WRITE);
            Inserter inserter = store.inserter()) {
          Random random = new Random(99);
          // some frames, but less than a pack
          for (int i = 0; i < 10; i++) {
            byte[] chunk = new byte[4096];
            random.nextBytes(chunk);
            inserter.putChunk(Samples.fingerprint(chunk), chunk, 0, chunk.length);
          }
          waitFor(store);
        }
      }
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  private static void waitFor(Store store) throws IOException {
    System.out.println("ready");
    System.out.flush();
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    if (!Store.exists(store.directory())) {
      throw new IOException("the store has gone");
    }
  }
}
