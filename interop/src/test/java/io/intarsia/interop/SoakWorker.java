package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of those who use a store at once: commands at random, on names of its own, some of them
 * killed. It knows which version has which bytes; only of what was killed it has to ask whether it
 * happened.
 */
final class SoakWorker {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int NAMES = 3;

  private final Cli cli;
  private final String prefix;
  private final Path scratch;
  private final SoakImages images;
  private final SoakKeys keys;
  private final Random random;
  private final int killPercent;

  /** Name of an image, and the SHA-256 of each of its versions. */
  private final Map<String, NavigableMap<Integer, String>> versions = new TreeMap<>();

  private final Map<String, Long> millis = new HashMap<>();
  private int commands;
  private int kills;

  SoakWorker(
      Cli cli,
      String prefix,
      Path scratch,
      SoakImages images,
      SoakKeys keys,
      Random random,
      int percent) {
    this.cli = cli;
    this.prefix = prefix;
    this.scratch = scratch;
    this.images = images;
    this.keys = keys;
    this.random = random;
    this.killPercent = percent;
    for (int i = 0; i < NAMES; i++) {
      versions.put(prefix + i, new TreeMap<>());
    }
  }

  int commands() {
    return commands;
  }

  int kills() {
    return kills;
  }

  void step() throws Exception {
    if (keys.exist() && random.nextInt(4) == 0) {
      keys.change(this::perhapsKilled);
      return;
    }
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> checkIn();
      case 8, 9, 10, 11 -> checkOut();
      case 12, 13, 14 -> remove();
      case 15 -> perhapsKilled("gc");
      case 16 -> perhapsKilled("optimize");
      case 17 -> perhapsKilled("verify");
      case 18 -> perhapsKilled("rebuild", random.nextBoolean() ? "index" : "catalog");
      default -> compare();
    }
  }

  /** What a command left behind, which may have been killed before its end; else it went well. */
  private Cli.Outcome perhapsKilled(Object... words) throws Exception {
    commands++;
    String kind = kind(words);
    long start = System.nanoTime();
    Cli.Running running = cli.start(keys.with(words));
    if (random.nextInt(100) < killPercent) {
      long usual = millis.getOrDefault(kind, 2000L);
      running.process().waitFor(1 + random.nextLong(usual * 5 / 4), TimeUnit.MILLISECONDS);
      running.process().destroyForcibly();
    }
    Cli.Outcome outcome = Cli.end(running, words);
    if (outcome.status() == 128 + 9) {
      kills++;
      // whatever was killed, who has a key gets in
      assertThat(cli.run(keys.with("list")).status()).as("list after %s", kind).isZero();
      return outcome;
    }
    millis.put(kind, (System.nanoTime() - start) / 1_000_000);
    String said = new String(outcome.out(), StandardCharsets.UTF_8) + outcome.err();
    assertThat(outcome.status()).as("%s: %s", List.of(words), said).isZero();
    return outcome;
  }

  /** What takes about the same time. */
  private static String kind(Object... words) {
    boolean isOption = words[0].equals("--json");
    return words[0].equals("key") ? List.of(words).toString() : words[isOption ? 1 : 0].toString();
  }

  private NavigableMap<Integer, String> known(String name) {
    return Objects.requireNonNull(versions.get(name));
  }

  private void checkIn() throws Exception {
    Path image = images.next();
    String digest = SoakImages.sha256(image);
    String name = prefix + random.nextInt(NAMES);
    NavigableMap<Integer, String> known = known(name);
    Cli.Outcome outcome = perhapsKilled("--json", "checkin", image, name);
    if (outcome.status() == 0) {
      known.put(MAPPER.readTree(outcome.out()).get("version").intValue(), digest);
      return;
    }
    Set<Integer> there = ask(name);
    there.removeAll(known.keySet());
    assertThat(there).as("versions that a killed check-in made").hasSizeLessThanOrEqualTo(1);
    for (int version : there) {
      known.put(version, digest);
      assertIs(name, version);
    }
  }

  /** The versions of an image that are there. */
  private Set<Integer> ask(String name) {
    Set<Integer> there = new TreeSet<>();
    Cli.Outcome outcome = cli.run(keys.with("--json", "list"));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    for (JsonNode image : MAPPER.readTree(outcome.out())) {
      if (image.get("image").stringValue().equals(name)) {
        byte[] json = cli.good(keys.with("--json", "versions", name));
        MAPPER.readTree(json).forEach(one -> there.add(one.get("version").intValue()));
      }
    }
    return there;
  }

  private void checkOut() throws Exception {
    for (Map.Entry<String, NavigableMap<Integer, String>> image : versions.entrySet()) {
      if (!image.getValue().isEmpty() && random.nextBoolean()) {
        List<Integer> numbers = new ArrayList<>(image.getValue().keySet());
        assertIs(image.getKey(), numbers.get(random.nextInt(numbers.size())));
        return;
      }
    }
  }

  private void assertIs(String name, int version) throws Exception {
    Path out = scratch.resolve("out");
    boolean isQcow2 = random.nextInt(5) == 0;
    Cli.Outcome outcome =
        perhapsKilled("checkout", name + "@" + version, out, "--format", isQcow2 ? "qcow2" : "raw");
    if (outcome.status() == 0) {
      Path raw = out;
      if (isQcow2) {
        raw = scratch.resolve("raw");
        Tool.run("qemu-img", "convert", "-O", "raw", out, raw);
      }
      assertThat(SoakImages.sha256(raw))
          .as("%s@%s", name, version)
          .isEqualTo(known(name).get(version));
      Files.deleteIfExists(raw);
    }
    Files.deleteIfExists(out);
  }

  private void remove() throws Exception {
    String name = prefix + random.nextInt(NAMES);
    NavigableMap<Integer, String> known = known(name);
    if (known.isEmpty()) {
      return;
    }
    int version = random.nextBoolean() ? known.firstKey() : known.lastKey();
    Cli.Outcome outcome = perhapsKilled("remove", name + "@" + version);
    if (outcome.status() == 0 || !ask(name).contains(version)) {
      known.remove(version);
    }
  }

  /** What is there is what must be there. */
  private void compare() {
    versions.forEach((name, known) -> assertThat(ask(name)).as(name).isEqualTo(known.keySet()));
  }

  /** All of it, and every byte. */
  void compareAll() {
    keys.check();
    compare();
    versions.forEach((name, known) ->
        known.forEach((version, digest) ->
            assertThat(digestOf(name + "@" + version))
                .as("%s@%s", name, version)
                .isEqualTo(digest)));
  }

  private String digestOf(String version) {
    try {
      Path out = scratch.resolve("out");
      cli.good(keys.with("checkout", version, out));
      String digest = SoakImages.sha256(out);
      Files.delete(out);
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
