package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Processes that check in, check out, remove, collect, verify, rebuild and change keys at once, and
 * are killed: the store holds what a plain map of versions and SHA-256 says. {@code
 * -Dintarsia.soak=20} lasts 20 minutes, with four processes, on an encrypted store and one that is
 * not in turn.
 */
class SoakTest {
  private static final int MINUTES = Integer.getInteger("intarsia.soak", 0);
  private static final int ROUNDS = MINUTES >= 20 ? 4 : MINUTES >= 2 ? 2 : 1;
  private static final long SEED =
      Long.getLong("intarsia.seed", MINUTES > 0 ? System.nanoTime() : 20261121);
  private static final int WORKERS = MINUTES > 0 ? 4 : 2;
  private static final int STEPS = MINUTES > 0 ? Integer.MAX_VALUE : 4;
  private static final int KILL_PERCENT = 30;

  @TempDir Path directory = Path.of("");
  private final AtomicBoolean failed = new AtomicBoolean();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theStoreHoldsWhatWasSaid(boolean isEncrypted) throws Exception {
    for (int round = 0; round < ROUNDS / 2 + ROUNDS % 2; round++) {
      soak(isEncrypted, Files.createDirectory(directory.resolve("round-" + round)), SEED + round);
    }
  }

  private void soak(boolean isEncrypted, Path home, long seed) throws Exception {
    String kind = isEncrypted ? "encrypted" : "plain";
    System.out.println(kind + ": intarsia.seed=" + seed);
    Path store = home.resolve("store");
    Cli cli = Cli.at(store);
    List<Path> keys = isEncrypted ? encrypted(cli, home, seed) : plain(cli);
    List<Path> shared = SoakImages.make(home, seed);
    List<SoakWorker> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(worker(cli, home, i, shared, keys, seed));
    }
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES) / Math.max(2, ROUNDS);
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      List<Callable<SoakWorker>> tasks = new ArrayList<>();
      workers.forEach(worker -> tasks.add(() -> work(worker, end)));
      for (Future<SoakWorker> task : threads.invokeAll(tasks)) {
        task.get();
      }
    }
    checkEnd(cli, workers, new SoakKeys(cli, home, keys, new Random(seed)));
    Tool.run("rm", "-r", home);
  }

  private static List<Path> plain(Cli cli) {
    cli.good("init");
    return List.of();
  }

  /** Returns the two key files that must always open the store. */
  private static List<Path> encrypted(Cli cli, Path home, long seed) throws IOException {
    Path first = SoakKeys.make(home.resolve("first.key"), seed);
    JsonNode made = cli.json("--key-file", first, "init", "--encrypt");
    Path recovery = home.resolve("recovery.key");
    Files.writeString(recovery, made.get("recoveryKey").stringValue());
    return List.of(first, recovery);
  }

  private static SoakWorker worker(
      Cli cli, Path home, int number, List<Path> shared, List<Path> keys, long seed)
      throws IOException {
    Path scratch = Files.createDirectory(home.resolve("worker-" + number));
    Random random = new Random(seed + number);
    SoakImages images = new SoakImages(shared, scratch.resolve("own"), random);
    SoakKeys all = new SoakKeys(cli, scratch, keys, random);
    return new SoakWorker(cli, "w" + number + "-", scratch, images, all, random, KILL_PERCENT);
  }

  private SoakWorker work(SoakWorker worker, long end) throws Exception {
    try {
      for (int i = 0; i < STEPS && !failed.get(); i++) {
        if (MINUTES > 0 && System.nanoTime() > end) {
          break;
        }
        worker.step();
      }
      return worker;
    } catch (Exception | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private static void checkEnd(Cli cli, List<SoakWorker> workers, SoakKeys keys) {
    int commands = 0;
    int kills = 0;
    cli.good(keys.with("verify"));
    cli.good(keys.with("gc"));
    if (keys.exist()) {
      cli.good(keys.with("key", "rotate", "--reencrypt"));
    }
    for (SoakWorker worker : workers) {
      worker.compareAll();
      commands += worker.commands();
      kills += worker.kills();
    }
    cli.good(keys.with("verify"));
    System.out.println(commands + " commands, " + kills + " of them killed");
    assertThat(commands).isPositive();
  }
}
