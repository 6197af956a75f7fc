package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Damage is named with all that it touches, stays so until it is repaired, and is repaired. */
class RepairTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final long SEED = 20_261_121;

  @TempDir Path home;
  private Path image;
  private final byte[] content = new byte[900_000];

  @BeforeEach
  void makeStore() throws Exception {
    Path tree = Files.createDirectories(home.resolve("tree/etc"));
    new Random(SEED).nextBytes(content);
    Files.write(tree.resolve("noise"), content);
    Files.writeString(tree.resolve("os-release"), "NAME=test\n");
    image = home.resolve("disk.raw");
    run(
        "mke2fs",
        "-q",
        "-F",
        "-t",
        "ext4",
        "-d",
        home.resolve("tree").toString(),
        image.toString(),
        "8m");
    Run.good(home, "checkin", image.toString(), "disk");
  }

  private static void run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve(".intarsia/packs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The pack with most of the bytes that nothing compresses. */
  private Path dataPack() throws IOException {
    Path largest = packs().getFirst();
    for (Path pack : packs()) {
      largest = Files.size(pack) > Files.size(largest) ? pack : largest;
    }
    return largest;
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private JsonNode damaged(String... command) {
    List<String> words = new ArrayList<>(List.of("--json"));
    words.addAll(List.of(command));
    Run run = Run.at(home, words.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isEqualTo(Invocation.DAMAGE_FOUND);
    return MAPPER.readTree(run.out()).get("damaged");
  }

  private void assertWhole() throws IOException {
    assertThat(Run.json(home, "verify").get("damaged")).isEmpty();
    Path out = home.resolve("out.raw");
    Files.deleteIfExists(out);
    Run.good(home, "checkout", "disk", out.toString());
    assertThat(Files.mismatch(out, image)).isEqualTo(-1);
    assertThat(Run.good(home, "cat", "disk:/etc/noise").out()).isEqualTo(content);
  }

  @Test
  void damageIsNamedUntilItsVersionIsRemoved() throws IOException {
    flip(dataPack(), 400_000);
    JsonNode damaged = damaged("verify");
    assertThat(damaged).hasSizeBetween(1, 40);
    JsonNode first = damaged.get(0);
    assertThat(first.get("kind").asString()).isEqualTo("chunk");
    assertThat(first.get("fingerprint").asString()).hasSize(64);
    assertThat(dataPack().toString()).contains(first.get("pack").asString());
    TreeSet<String> paths = new TreeSet<>();
    for (JsonNode each : damaged) {
      for (JsonNode touch : each.get("touches")) {
        assertThat(touch.get("image").asString()).isEqualTo("disk");
        assertThat(touch.get("version").asInt()).isEqualTo(1);
        paths.add(touch.get("path").asString());
      }
    }
    assertThat(paths).contains("/etc/noise");
    assertThat(damaged("verify", "--quick")).isNotEmpty();
    assertThat(Run.json(home, "versions", "disk").get(0).get("lost").asLong()).isPositive();
    assertThat(Run.good(home, "show", "disk").text()).contains("lost");
    Run.good(home, "remove", "disk@1");
    Run.good(home, "gc");
    assertThat(Run.json(home, "verify").get("damaged")).isEmpty();
  }

  @Test
  void samplesReadEverythingInTheEnd() {
    long read = 0;
    long all = 0;
    for (int i = 0; i < 4; i++) {
      JsonNode sample = Run.json(home, "verify", "--sample", "25%");
      read += sample.get("readBytes").asLong();
      all = sample.get("dataBytes").asLong();
    }
    assertThat(read).isEqualTo(all);
  }

  @Test
  void everyFileOfTheStoreIsRepairedFromAnImageFile() throws Exception {
    Path qcow2 = home.resolve("disk.qcow2");
    run("qemu-img", "convert", "-O", "qcow2", "-c", image.toString(), qcow2.toString());
    Path sound = home.resolve("sound");
    run("cp", "-a", home.resolve(".intarsia").toString(), sound.toString());
    int turn = 0;
    for (Path file : repairable()) {
      int size = (int) Files.size(file);
      for (int cut : new int[] {-1, size / 2}) {
        if (cut < 0) {
          flip(file, size / 3);
        } else {
          Files.write(file, Arrays.copyOf(Files.readAllBytes(file), cut));
        }
        // a catalog that has lost everything, or nothing that is used, is no damage
        if (!file.endsWith("catalog.db")) {
          assertThat(damaged("verify")).as("%s %s", file, cut).isNotEmpty();
        }
        Path source = turn++ % 2 == 0 ? image : qcow2;
        Run repair = Run.at(home, "repair", "--from", source.toString());
        assertThat(repair.status())
            .as("%s cut %s: %s %s", file, cut, repair.err(), repair.text())
            .isZero();
        assertWhole();
        Run.good(home, "gc");
        assertWhole();
        run("rm", "-r", home.resolve(".intarsia").toString());
        run("cp", "-a", sound.toString(), home.resolve(".intarsia").toString());
      }
    }
  }

  private List<Path> repairable() throws IOException {
    List<Path> files = new ArrayList<>(packs());
    try (Stream<Path> index = Files.list(home.resolve(".intarsia/index"))) {
      files.addAll(index.toList());
    }
    try (Stream<Path> records = Files.list(home.resolve(".intarsia/records"))) {
      files.addAll(records.toList());
    }
    files.add(home.resolve(".intarsia/catalog.db"));
    if (Files.exists(home.resolve(".intarsia/settings"))) {
      files.add(home.resolve(".intarsia/settings"));
    }
    return files;
  }

  @Test
  void packsAreRepairedFromStoresOfAnyChunkSize() throws Exception {
    Path same = home.resolve("same");
    Path other = home.resolve("other");
    for (Map.Entry<Path, String> store : Map.of(same, "64KiB", other, "16KiB").entrySet()) {
      Run.good(
          home, "--store", store.getKey().toString(), "init", "--chunk-size", store.getValue());
      Run.good(home, "--store", store.getKey().toString(), "checkin", image.toString(), "copy");
    }
    for (Path pack : packs()) {
      flip(pack, (int) Files.size(pack) / 2);
    }
    JsonNode repaired = Run.json(home, "repair", "--from", same.toString());
    assertThat(repaired.get("restored")).isEqualTo(repaired.get("lost"));
    assertThat(repaired.get("lost").asLong()).isPositive();
    assertWhole();
    Run.good(home, "gc");
    assertWhole();
    flip(dataPack(), (int) Files.size(dataPack()) / 2);
    assertThat(Run.json(home, "repair", "--from", other.toString()).get("damaged")).isEmpty();
    assertWhole();
  }

  @Test
  void whatIsDamagedIsTakenFromPlainAndEncryptedStores() throws Exception {
    Path key = home.resolve("my.key");
    Path wrong = home.resolve("wrong.key");
    Files.write(key, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    Files.write(wrong, "0123456789abcdef0123456789abcdeX".getBytes(StandardCharsets.UTF_8));
    String plain = home.resolve(".intarsia").toString();
    String sealed = home.resolve("sealed").toString();
    String[] own = {"--store", sealed, "--key-file", key.toString()};
    Run.good(home, words(own, "init", "--encrypt"));
    Run.good(home, words(own, "checkin", image.toString(), "copy"));
    for (Path pack : packs()) {
      flip(pack, (int) Files.size(pack) / 2);
    }
    for (String[] with :
        List.of(new String[] {"--from-key-file", wrong.toString()}, new String[0])) {
      Run refused = Run.at(home, words(new String[] {"repair", "--from", sealed}, with));
      assertThat(refused.status()).as(refused.err()).isEqualTo(Invocation.FAILED);
      assertThat(refused.err().lines()).as(refused.err()).hasSize(1);
      assertThat(refused.err()).contains(sealed);
    }
    Run repair = Run.at(home, "repair", "--from", sealed, "--from-key-file", key.toString());
    assertThat(repair.status()).as(repair.err() + repair.text()).isZero();
    assertWhole();
    // nothing of the names that one store has for its chunks is known to the others
    String third = home.resolve("third").toString();
    String[] others = {"--store", third, "--key-file", wrong.toString()};
    Run.good(home, words(others, "init", "--encrypt"));
    Run.good(home, words(others, "checkin", image.toString(), "copy"));
    assertRepaired(third, others, "--from", sealed, "--from-key-file", key.toString());
    assertRepaired(sealed, own, "--from", plain);
  }

  /** Damages all packs of a store that has {@code copy}, and repairs it. */
  private void assertRepaired(String store, String[] with, String... from) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(store, "packs"))) {
      for (Path pack : files.filter(Files::isRegularFile).toList()) {
        flip(pack, (int) Files.size(pack) / 2);
      }
    }
    Path out = home.resolve("out.raw");
    String[] checkOut = words(with, "checkout", "copy", out.toString());
    assertThat(Run.at(home, checkOut).status()).isEqualTo(Invocation.DAMAGE_FOUND);
    Run repair = Run.at(home, words(words(with, "repair"), from));
    assertThat(repair.status()).as(repair.err() + repair.text()).isZero();
    Run.good(home, checkOut);
    assertThat(Files.mismatch(out, image)).isEqualTo(-1);
    Files.delete(out);
  }

  private static String[] words(String[] first, String... then) {
    return Stream.of(first, then).flatMap(Arrays::stream).toArray(String[]::new);
  }

  @Test
  void repairSaysNoMoreThanThereWas() throws IOException {
    assertThat(Run.good(home, "repair").text()).isEqualTo("nothing was damaged\n");
    flip(dataPack(), 400_000);
    assertThat(Run.good(home, "repair", "--from", image.toString()).text())
        .contains("were damaged", "no damage is left; damaged packs stay until 'intarsia gc'")
        .doesNotContain("nothing was damaged");
  }

  @Test
  void whatRepairCannotRestoreIsSaid() throws IOException {
    String record = "records/0000000000000001.rec";
    flip(home.resolve(".intarsia").resolve(record), 30);
    assertThat(Run.at(home, "verify").text())
        .contains("'intarsia repair' makes it anew", "copy of this very store", "cp");
    Files.delete(home.resolve(".intarsia/catalog.db"));
    Run repair = Run.at(home, "repair");
    assertThat(repair.status()).isEqualTo(Invocation.DAMAGE_FOUND);
    assertThat(repair.err() + repair.text()).contains(record);
    assertThat(Run.good(home, "help", "repair").text()).contains("records");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "100.1", "101%", "NaN", "x", "", "%", "1e9", "5%%"})
  void aSampleIsAPercentage(String percent) {
    Run run = Run.at(home, "verify", "--sample=" + percent);
    assertThat(run.status()).as(run.err()).isEqualTo(Invocation.WRONG_USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "1e-300", "5", "99.9%", "100"})
  void anySampleFromNothingToAllCanBeTaken(String percent) {
    assertThat(Run.json(home, "verify", "--sample", percent).get("damaged")).isEmpty();
  }

  @Test
  void whatNobodyHasStaysLostAndIsNamed() throws Exception {
    Path other = home.resolve("other");
    Run.good(home, "--store", other.toString(), "init");
    Run.good(home, "--store", other.toString(), "checkin", image.toString(), "copy");
    Path pack = dataPack();
    byte[] bytes = Files.readAllBytes(pack);
    bytes[300_000] ^= 4;
    bytes[700_000] ^= 4;
    Files.write(pack, bytes);
    // the source has only the second half of the file
    try (Stream<Path> files = Files.walk(other.resolve("packs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) > content.length) {
          flip(file, 300_000);
        }
      }
    }
    JsonNode lost = damaged("repair", "--from", other.toString());
    assertThat(lost).isNotEmpty();
    assertThat(damaged("verify")).isEqualTo(lost);
    assertThat(damaged("verify", "--quick")).isEqualTo(lost);
    assertThat(Run.json(home, "versions", "disk").get(0).get("lost").asLong())
        .isEqualTo(lost.size());
    assertThat(Run.at(home, "checkout", "disk", home.resolve("x").toString()).status())
        .isEqualTo(Invocation.DAMAGE_FOUND);
    assertThat(Run.at(home, "repair", "--from", image.toString()).status()).isZero();
    assertWhole();
    assertThat(Run.json(home, "versions", "disk").get(0).get("lost").asLong()).isZero();
  }

  @Test
  void sourcesOfNoUseAreRefusedInOneLine() throws Exception {
    Path empty = Files.createDirectory(home.resolve("empty"));
    Path damagedStore = home.resolve("damaged");
    Run.good(home, "--store", damagedStore.toString(), "init");
    flip(damagedStore.resolve("store"), 20);
    flip(damagedStore.resolve("store.copy"), 20);
    for (String from :
        List.of(
            home.resolve("nowhere").toString(),
            empty.toString(),
            damagedStore.toString(),
            home.resolve(".intarsia").toString())) {
      Run run = Run.at(home, "repair", "--from", from);
      assertThat(run.status()).as(from).isEqualTo(Invocation.FAILED);
      assertThat(run.err().lines()).as(run.err()).hasSize(1);
      assertThat(run.err()).contains(from);
    }
  }
}
