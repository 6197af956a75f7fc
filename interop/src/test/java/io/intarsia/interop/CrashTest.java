package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A check-in that is killed leaves a sound store, and what it stored is not stored again. */
class CrashTest {
  private static final long SEED = 20260106;
  private static final int KILLS = 8;
  private static final int IMAGE_BYTES = 150_000_000;

  @TempDir Path directory = Path.of("");
  private Path store = Path.of("");
  private Path earlier = Path.of("");
  private Path image = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    store = directory.resolve("store");
    earlier = Images.random(directory.resolve("earlier"), SEED, 2_000_000);
    image = Images.random(directory.resolve("image"), SEED + 1, IMAGE_BYTES);
    Stored.create(store);
    Stored.checkIn(store, earlier, "image");
  }

  @Test
  void killedAtAnyMoment() throws Exception {
    long millis = duration();
    Random random = new Random(SEED);
    for (int i = 0; i < KILLS; i++) {
      Cli.Running running = Cli.at(store).start("checkin", image, "image");
      running.process().waitFor(random.nextLong(millis / 4, millis), TimeUnit.MILLISECONDS);
      kill(running);
      Stored.assertSound(store);
      Stored.assertIs(store, "image@1", earlier);
    }
    JsonNode result = Cli.at(store).json("checkin", image, "image");
    Stored.assertIs(store, "image@" + result.get("version").intValue(), image);
    Stored.assertSound(store);
    Cli.at(store).good("gc");
    Stored.assertIs(store, "image@" + result.get("version").intValue(), image);
  }

  /** How long the same check-in takes that nobody kills. */
  private long duration() throws IOException {
    Path other = directory.resolve("other");
    Stored.create(other);
    long start = System.nanoTime();
    Cli.at(other).good("checkin", image, "image");
    Tool.run("rm", "-r", other);
    return (System.nanoTime() - start) / 1_000_000;
  }

  @Test
  void packsThatWereSealedAreUsedAgain() throws Exception {
    long packs = packs();
    Cli.Running running = Cli.at(store).start("checkin", image, "image");
    while (packs() == packs && running.process().isAlive()) {
      Thread.sleep(2);
    }
    kill(running);
    JsonNode result = Cli.at(store).json("checkin", image, "image");
    if (result.get("version").intValue() == 2) {
      assertThat(result.get("newBytes").longValue()).isLessThan(IMAGE_BYTES * 3L / 4);
      assertThat(result.get("storedBytes").longValue()).isLessThan(IMAGE_BYTES * 3L / 4);
    }
    Stored.assertIs(store, "image", image);
  }

  private static void kill(Cli.Running running) throws IOException {
    running.process().destroyForcibly();
    Cli.end(running);
  }

  private long packs() throws IOException {
    try (Stream<Path> files = Files.walk(store.resolve("packs"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }
}
