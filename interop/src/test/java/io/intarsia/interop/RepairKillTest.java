package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repair that is killed can be run again, and what it had not repaired is not worse off. */
class RepairKillTest {
  private static final long SEED = 20_261_121;
  private static final int KILLS = 6;
  private static final int IMAGE_BYTES = 80_000_000;

  @TempDir Path directory = Path.of("");

  @Test
  void killedAtAnyMoment() throws Exception {
    Path image = Images.random(directory.resolve("image"), SEED, IMAGE_BYTES);
    Path store = directory.resolve("store");
    Stored.create(store);
    Stored.checkIn(store, image, "image");
    damage(store);
    Path other = directory.resolve("other");
    Tool.run("cp", "-a", store, other);
    long start = System.nanoTime();
    Cli.at(other).good("repair", "--from", image);
    long millis = (System.nanoTime() - start) / 1_000_000;
    Random random = new Random(SEED);
    for (int i = 0; i < KILLS; i++) {
      Cli.Running running = Cli.at(store).start("repair", "--from", image);
      running.process().waitFor(random.nextLong(millis / 5, millis), TimeUnit.MILLISECONDS);
      running.process().destroyForcibly();
      Cli.end(running);
    }
    Cli.at(store).good("repair", "--from", image);
    Stored.assertSound(store);
    Stored.assertIs(store, "image", image);
    Cli.at(store).good("gc");
    Stored.assertSound(store);
    Stored.assertIs(store, "image", image);
  }

  /** Bytes in the middle of each pack, so that something of each is left and something is lost. */
  private static void damage(Path store) throws IOException {
    List<Path> packs;
    try (Stream<Path> files = Files.walk(store.resolve("packs"))) {
      packs = files.filter(file -> file.toString().endsWith(".pack")).toList();
    }
    assertThat(packs).hasSizeGreaterThan(1);
    for (Path pack : packs) {
      byte[] bytes = Files.readAllBytes(pack);
      for (int at = bytes.length / 10; at < bytes.length; at += bytes.length / 5) {
        bytes[at] ^= 1;
      }
      Files.write(pack, bytes);
    }
  }
}
