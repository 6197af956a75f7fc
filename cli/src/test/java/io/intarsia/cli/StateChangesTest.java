package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Commands that change names and versions. */
class StateChangesTest {
  private static final long SEED = 7;

  @TempDir Path home;

  @BeforeEach
  void threeVersions() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 3; i++) {
      byte[] disk = new byte[300_000];
      random.nextBytes(disk);
      Path file = Files.write(home.resolve("disk.raw"), disk);
      Run.good(home, "checkin", file.toString(), "disk");
    }
  }

  @Test
  void initSaysWhatItMade() {
    Path store = home.resolve("another");
    JsonNode init = Run.json(home, "--store", store.toString(), "init", "--chunk-size", "32KiB");
    assertThat(init.get("store").asString()).isEqualTo(store.toString());
    assertThat(init.get("chunkSize").asInt()).isEqualTo(32 << 10);
  }

  @Test
  void aStoreIsMadeWithTheSizesAskedFor() {
    String store = home.resolve("another").toString();
    Run.good(home, "--store", store, "init", "--frame-size", "512KiB", "--compression-level", "5");
    JsonNode config = Run.json(home, "--store", store, "config");
    assertThat(config.get("frame.size").asInt()).isEqualTo(512 << 10);
    assertThat(config.get("compression.level").asInt()).isEqualTo(5);
    assertThat(Run.at(home, "--store", store + "2", "init", "--frame-size", "9MiB").status())
        .isEqualTo(Invocation.WRONG_USAGE);
  }

  @Test
  void settingsCanBeChanged() {
    assertThat(Run.json(home, "config").get("gc.auto").asInt()).isZero();
    JsonNode changed = Run.json(home, "config", "pack.size", "32MiB");
    assertThat(changed.get("pack.size").asInt()).isEqualTo(32 << 20);
    assertThat(changed).hasSize(1);
    assertThat(Run.good(home, "config", "pack.size").text()).isEqualTo("32MiB\n");
    assertThat(Run.good(home, "config").text()).contains("gc.rewrite-below  50%");
    for (String wrong : new String[] {"x", "20", "9999MiB"}) {
      assertThat(Run.at(home, "config", "compression.level", wrong).status())
          .isEqualTo(Invocation.WRONG_USAGE);
    }
    assertThat(Run.at(home, "config", "no.such").status()).isEqualTo(Invocation.WRONG_USAGE);
  }

  @Test
  void gcRunsByItselfOnceEnoughIsDead() {
    assertThat(Run.json(home, "remove", "disk@1").get("gc").isNull()).isTrue();
    Run.good(home, "config", "gc.auto", "50%");
    assertThat(Run.json(home, "remove", "disk@2").get("gc").get("freedBytes").asLong())
        .isGreaterThan(500_000);
    assertThat(Run.json(home, "remove", "disk@3").get("gc").get("freedBytes").asLong())
        .isGreaterThan(300_000);
  }

  @Test
  void theDefaultVersionCanBeSet() {
    Run.good(home, "default", "disk", "2");
    assertThat(Run.json(home, "list").get(0).get("defaultVersion").asInt()).isEqualTo(2);
  }

  @Test
  void renamedImagesKeepTheirVersions() {
    Run.good(home, "rename", "disk", "renamed");
    assertThat(Run.json(home, "versions", "renamed")).hasSize(3);
    assertThat(Run.at(home, "versions", "disk").status()).isEqualTo(Invocation.FAILED);
  }

  @Test
  void removedVersionsAreFreedByGc() throws IOException {
    JsonNode dryRun = Run.json(home, "remove", "disk", "--keep-last", "1", "--dry-run");
    assertThat(dryRun.get("versions")).hasSize(2);
    assertThat(Run.json(home, "versions", "disk")).hasSize(3);
    Run.good(home, "remove", "disk", "--keep-last", "1");
    assertThat(Run.json(home, "versions", "disk")).hasSize(1);
    assertThat(Run.json(home, "gc").get("freedBytes").asLong()).isPositive();
    assertThat(Run.json(home, "verify").get("damaged")).isEmpty();
    Path out = home.resolve("out");
    Run.good(home, "checkout", "disk", out.toString());
    assertThat(Files.mismatch(out, home.resolve("disk.raw"))).isEqualTo(-1);
  }

  @Test
  void numbersAreNeverUsedTwice() {
    Run.good(home, "remove", "disk@3");
    JsonNode checkIn = Run.json(home, "checkin", home.resolve("disk.raw").toString(), "disk");
    assertThat(checkIn.get("version").asInt()).isEqualTo(4);
  }
}
