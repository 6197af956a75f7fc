package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room: a clear error, a sound store, and garbage collection that makes room. */
class FullDiskTest {
  private static final long SEED = 20260108;
  private static final int LARGE = 60_000_000;

  @TempDir Path directory = Path.of("");

  /** Needs no root: the shell bounds how large a file may become. */
  @Test
  void filesThatMayNotGrow() throws IOException {
    Path store = directory.resolve("store");
    Stored.create(store);
    Path small = Images.random(directory.resolve("small"), SEED, 1_000_000);
    Path large = Images.random(directory.resolve("large"), SEED + 1, LARGE);
    Stored.checkIn(store, small, "small");
    List<String> bounded = List.of("sh", "-c", "ulimit -f 40000; exec \"$@\"", "sh");
    Cli cli = Cli.at(store);
    assertRefused(Cli.end(cli.start(bounded, "checkin", large, "large")));
    assertStillWorks(cli, small);
    Stored.assertComesBack(store, large, "large");
  }

  /**
   * A file system of its own, where root can mount one; else the shell's bound once more, for
   * check-out.
   */
  @Test
  void fileSystemThatIsFull() throws IOException {
    if (!Kernel.mounts()) {
      assertCheckOutRefused();
      return;
    }
    Path disk = directory.resolve("disk");
    Tool.run("mke2fs", "-q", "-F", "-t", "ext4", "-m", "0", disk, "40M");
    Path small = Images.random(directory.resolve("small"), SEED, 1_000_000);
    Path garbage = Images.random(directory.resolve("garbage"), SEED + 2, 9_000_000);
    Path large = Images.random(directory.resolve("large"), SEED + 1, LARGE);
    Kernel.mounted(
        disk,
        "loop",
        point -> {
          Cli cli = Cli.create(point.resolve("store"));
          cli.good("checkin", small, "small");
          cli.good("checkin", garbage, "garbage");
          assertRefused(cli.run("checkin", large, "large"));
          cli.good("remove", "garbage@1");
          Tool.upTo(1, "dd", "if=/dev/zero", "of=" + point.resolve("filler"), "bs=64k");
          cli.good("gc");
          Tool.run("rm", point.resolve("filler"));
          assertStillWorks(cli, small);
          cli.good("checkin", garbage, "again");
        });
  }

  /** Not one byte is left, again and again: reading works, and removing with gc makes room. */
  @Test
  void nothingIsLeft() throws IOException {
    assumeTrue(Kernel.mounts());
    Path disk = directory.resolve("disk");
    Tool.run("mke2fs", "-q", "-F", "-t", "ext4", "-m", "0", "-O", "^has_journal", disk, "22M");
    Path large = Images.random(directory.resolve("large"), SEED + 1, LARGE);
    Path small = Images.random(directory.resolve("small"), SEED, 1_000_000);
    Path garbage = Images.random(directory.resolve("garbage"), SEED + 2, 3_000_000);
    Kernel.mounted(
        disk,
        "loop",
        point -> {
          Cli cli = Cli.create(point.resolve("store"));
          cli.good("checkin", small, "small");
          for (int version = 1; version <= 2; version++) {
            cli.good("checkin", garbage, "garbage");
            cli.good("checkin", small, "more");
            fill(point);
            assertRefused(cli.run("checkin", large, "large"));
            assertReads(cli, small);
            cli.good("remove", "more@" + version);
            fill(point);
            cli.good("remove", "garbage@" + version);
            fill(point);
            assertReads(cli, small);
            assertThat(cli.json("gc").get("freedBytes").asLong()).isGreaterThan(2_000_000);
            Tool.run("rm", point.resolve("filler"));
          }
          assertStillWorks(cli, small);
        });
  }

  private static void fill(Path point) {
    for (String size : new String[] {"64k", "4k", "512", "1"}) {
      String filler = "of=" + point.resolve("filler");
      Tool.upTo(1, "dd", "if=/dev/zero", filler, "bs=" + size, "oflag=append", "conv=notrunc");
    }
  }

  private void assertReads(Cli cli, Path small) {
    cli.good("list");
    cli.good("stats");
    cli.good("show", "small");
    cli.good("verify");
    cli.good("gc", "--dry-run");
    Path out = directory.resolve("read");
    cli.good("checkout", "small", out);
    Tool.run("cmp", small, out);
    Tool.run("rm", out);
  }

  @Test
  void checkOutWithoutRoom() throws IOException {
    assertCheckOutRefused();
  }

  private void assertCheckOutRefused() throws IOException {
    Path store = directory.resolve("store");
    Stored.create(store);
    Path image = Images.random(directory.resolve("image"), SEED, 30_000_000);
    Stored.checkIn(store, image, "image");
    Path out = directory.resolve("checked-out");
    List<String> bounded = List.of("sh", "-c", "ulimit -f 20000; exec \"$@\"", "sh");
    assertRefused(Cli.end(Cli.at(store).start(bounded, "checkout", "image", out)));
    assertThat(out).doesNotExist();
  }

  private static void assertRefused(Cli.Outcome outcome) {
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err().lines().filter(line -> line.startsWith("intarsia: "))).hasSize(1);
    assertThat(outcome.err()).containsAnyOf("space", "File too large", "full", "room");
  }

  /** In processes of its own: what this one has mapped would keep a file system from unmounting. */
  private void assertStillWorks(Cli cli, Path small) {
    assertThat(cli.run("verify").status()).isZero();
    cli.good("gc");
    Path out = directory.resolve("small-again");
    cli.good("checkout", "small", out);
    Tool.run("cmp", small, out);
    Tool.run("rm", out);
  }
}
