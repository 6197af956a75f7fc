package io.intarsia.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.util.OSInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line under test, in a process of its own as users run it, on one store. */
final class Cli {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));

  /** Another command to test, such as the launcher; else the classes of this build. */
  private static final @Nullable String COMMAND = System.getenv("INTARSIA_COMMAND");

  /** Longer than anything takes, also where others have nearly all of the machine. */
  private static final long LIMIT_MINUTES = 20;

  private static final long DUMP_SECONDS = 10;
  private static final String SQLITE = "libsqlitejdbc.so";
  private static final Path NATIVE = unpackSqlite();

  private final Path store;

  private Cli(Path store) {
    this.store = store;
  }

  /** What a command left behind. */
  record Outcome(int status, byte[] out, String err) {}

  /** The command line on a store that may or may not exist. */
  static Cli at(Path store) {
    return new Cli(store);
  }

  /** The command line on a store that it creates. */
  static Cli create(Path store) {
    Cli cli = new Cli(store);
    cli.good("init");
    return cli;
  }

  Path store() {
    return store;
  }

  Outcome run(Object... args) {
    return end(start(args), args);
  }

  /** Runs a command that must fail with status 1 and one line that holds the words. */
  void refused(String words, Object... args) {
    refused(1, words, args);
  }

  /** The same with status 2: whatever the store holds, the words mean nothing. */
  void misused(String words, Object... args) {
    refused(2, words, args);
  }

  private void refused(int status, String words, Object... args) {
    Outcome outcome = run(args);
    List<String> lines = outcome.err.lines().filter(line -> line.startsWith("intarsia: ")).toList();
    if (outcome.status != status || lines.size() != 1 || !lines.getFirst().contains(words)) {
      throw new AssertionError(
          List.of(args)
              + ": not refused with '"
              + words
              + "': "
              + outcome.status
              + ", "
              + outcome.err);
    }
  }

  /** Runs a command that must succeed and returns its standard output. */
  byte[] good(Object... args) {
    Outcome outcome = run(args);
    if (outcome.status != 0) {
      throw new AssertionError(List.of(args) + ": " + outcome.status + ", " + outcome.err);
    }
    return outcome.out;
  }

  /** Runs a command that must succeed, with {@code --json}. */
  JsonNode json(Object... args) {
    Object[] words = new Object[args.length + 1];
    words[0] = "--json";
    System.arraycopy(args, 0, words, 1, args.length);
    return MAPPER.readTree(good(words));
  }

  /** A command at work; {@link Running#process} may be killed. */
  Running start(Object... args) {
    return start(List.of(), args);
  }

  /**
   * A command at work.
   *
   * @param wrapper the words of a program that starts it, as {@code sh -c '... exec "$@"' sh}
   */
  Running start(List<String> wrapper, Object... args) {
    List<String> words = new ArrayList<>(wrapper);
    words.addAll(COMMAND == null ? jvm() : List.of(COMMAND));
    words.addAll(List.of("--store", store.toString()));
    for (Object arg : args) {
      words.add(arg.toString());
    }
    try {
      Path out = Files.createTempFile("intarsia-out", "");
      Path err = Files.createTempFile("intarsia-err", "");
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      return new Running(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unpacks SQLite once: a process that unpacks it itself leaves it behind when it is killed. */
  private static Path unpackSqlite() {
    String name =
        "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + SQLITE;
    try (InputStream library = OSInfo.class.getResourceAsStream(name)) {
      Path directory = Files.createTempDirectory(Path.of("target"), "native").toAbsolutePath();
      Files.copy(Objects.requireNonNull(library, name), directory.resolve(SQLITE));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> jvm() {
    return List.of(
        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx300m",
        "-XX:-UsePerfData",
        "-Xlog:disable",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dorg.sqlite.lib.path=" + NATIVE,
        "-Dorg.sqlite.lib.name=" + SQLITE,
        "-Dorg.sqlite.tmpdir=" + NATIVE,
        "-cp",
        CLASS_PATH,
        "io.intarsia.cli.Main");
  }

  /** A command that was started, and the files that take its output. */
  record Running(Process process, Path out, Path err) {}

  /** What the threads of a command do that does not end. */
  private static String threads(Running running) throws IOException, InterruptedException {
    Tool.run("kill", "-QUIT", running.process.pid());
    running.process.waitFor(DUMP_SECONDS, TimeUnit.SECONDS);
    running.process.destroyForcibly();
    return Files.readString(running.out);
  }

  /** Waits for a command. */
  static Outcome end(Running running, Object... args) {
    try {
      running.process.getOutputStream().close();
      if (!running.process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError(List.of(args) + ": it does not end\n" + threads(running));
      }
      int status = running.process.exitValue();
      byte[] out = Files.readAllBytes(running.out);
      String err = new String(Files.readAllBytes(running.err), StandardCharsets.UTF_8);
      Files.delete(running.out);
      Files.delete(running.err);
      return new Outcome(status, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(List.of(args).toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
