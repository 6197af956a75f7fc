package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that check in, remove and collect garbage in one store at once lose nothing. */
class TogetherTest {
  private static final long SEED = 20260107;
  private static final int ROUNDS = 3;

  @TempDir Path directory = Path.of("");

  @Test
  void checkInsAndGarbageCollections() throws IOException {
    Path store = directory.resolve("store");
    Stored.create(store);
    Path tree = Images.tree(directory.resolve("tree"), SEED);
    Path one = Images.ext(directory.resolve("one"), "-t ext4", tree, "20M");
    Path two = Images.ext(directory.resolve("two"), "-t ext4 -b 1024", tree, "20M");
    Path noise = Images.random(directory.resolve("noise"), SEED, 5_000_000);
    Stored.checkIn(store, noise, "kept");
    for (int round = 0; round < ROUNDS; round++) {
      // What the check-ins are about to use again is garbage from here on.
      Stored.checkIn(store, one, "removed");
      Stored.checkIn(store, two, "removed");
      Cli cli = Cli.at(store);
      cli.good("remove", "removed@" + (2 * round + 1));
      cli.good("remove", "removed@" + (2 * round + 2));
      atOnce(
          cli.start("checkin", one, "one-" + round),
          cli.start("gc"),
          cli.start("checkin", two, "two-" + round),
          cli.start("gc"));
      Stored.assertSound(store);
    }
    Cli.at(store).good("gc");
    Stored.assertSound(store);
    for (int round = 0; round < ROUNDS; round++) {
      Stored.assertIs(store, "one-" + round, one);
      Stored.assertIs(store, "two-" + round, two);
    }
    Stored.assertIs(store, "kept", noise);
  }

  @Test
  void checkInsOfOneName() throws IOException {
    Path store = directory.resolve("store");
    Stored.create(store);
    List<Cli.Running> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Path image = Images.random(directory.resolve("image-" + i), SEED + i, 1_000_000);
      all.add(Cli.at(store).start("checkin", image, "same"));
    }
    atOnce(all.toArray(new Cli.Running[0]));
    assertThat(Cli.at(store).json("versions", "same")).hasSize(4);
    Stored.assertSound(store);
  }

  private static void atOnce(Cli.Running... all) {
    for (Cli.Running running : all) {
      Cli.Outcome outcome = Cli.end(running);
      assertThat(outcome.status()).as(outcome.err()).isZero();
    }
  }
}
