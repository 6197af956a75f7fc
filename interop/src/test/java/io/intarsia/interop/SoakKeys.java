package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys that one of those who use an encrypted store has: the first one, which all have and
 * nobody removes, and some of its own, which come and go. For a store that is not encrypted, none.
 */
final class SoakKeys {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST = 5;

  private final Cli cli;
  private final Path directory;
  private final List<Path> common;
  private final Random random;

  /** Key files that open the store, and what the store calls them. */
  private final Map<Path, Integer> own = new TreeMap<>();

  private int made;

  /**
   * @param directory of the key files
   * @param common key files that always open the store; none if it is not encrypted
   */
  SoakKeys(Cli cli, Path directory, List<Path> common, Random random) {
    this.cli = cli;
    this.directory = directory;
    this.common = common;
    this.random = random;
  }

  /** A command that may be killed. */
  @FunctionalInterface
  interface Command {
    Cli.Outcome run(Object... words) throws Exception;
  }

  boolean exist() {
    return !common.isEmpty();
  }

  /** The words of a command, and a key that opens the store. */
  Object[] with(Object... words) {
    List<Path> all = new ArrayList<>(common);
    all.addAll(own.keySet());
    return all.isEmpty() ? words : with(all.get(random.nextInt(all.size())), words);
  }

  private static Object[] with(Path key, Object... words) {
    List<Object> all = new ArrayList<>(List.of("--key-file", key));
    all.addAll(List.of(words));
    return all.toArray();
  }

  /** Changes the keys of the store. */
  void change(Command command) throws Exception {
    switch (random.nextInt(6)) {
      case 0, 1 -> add(command);
      case 2 -> remove(command);
      case 3, 4 -> command.run("key", "rotate");
      default -> command.run("key", "rotate", "--reencrypt");
    }
  }

  private void add(Command command) throws Exception {
    if (own.size() == MOST) {
      return;
    }
    Path key = directory.resolve("key-" + made++);
    if (random.nextInt(4) == 0) {
      Files.writeString(key, "passphrase " + random.nextLong() + "\n");
    } else {
      Images.random(key, random.nextLong(), 64);
    }
    Cli.Outcome outcome = command.run("key", "add", "--new-key-file", key);
    if (outcome.status() == 0 || opens(key)) {
      own.put(key, slot(key));
    }
  }

  private void remove(Command command) throws Exception {
    if (own.isEmpty()) {
      return;
    }
    Path key = List.copyOf(own.keySet()).get(random.nextInt(own.size()));
    int slot = own.getOrDefault(key, 0);
    Cli.Outcome outcome = command.run("key", "remove", slot);
    if (outcome.status() == 0 || !opens(key)) {
      assertThat(opens(key)).as("%s, which was removed, opens the store", key).isFalse();
      own.remove(key);
    }
  }

  private boolean opens(Path key) {
    Cli.Outcome outcome = cli.run(with(key, "list"));
    if (outcome.status() != 0) {
      assertThat(outcome.err()).contains("the key is wrong");
    }
    return outcome.status() == 0;
  }

  private int slot(Path key) {
    for (JsonNode each : MAPPER.readTree(cli.good(with(key, "--json", "key", "list")))) {
      if (each.get("inUse").booleanValue()) {
        return each.get("id").intValue();
      }
    }
    throw new AssertionError(key + " opens the store, and is no key of it");
  }

  /** All that must open the store do. */
  void check() {
    for (Path key : common) {
      assertThat(opens(key)).as(key.toString()).isTrue();
    }
    for (Path key : own.keySet()) {
      assertThat(opens(key)).as(key.toString()).isTrue();
    }
  }

  /** A key file of random bytes. */
  static Path make(Path file, long seed) throws IOException {
    return Images.random(file, seed, 48);
  }
}
