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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that check in, check out, remove, collect, verify and rebuild at once, and are killed:
 * the store holds what a plain map of versions and SHA-256 says. {@code -Dintarsia.soak=20} lasts
 * 20 minutes, with four processes.
 */
class SoakTest {
  private static final int MINUTES = Integer.getInteger("intarsia.soak", 0);
  private static final long SEED =
      Long.getLong("intarsia.seed", MINUTES > 0 ? System.nanoTime() : 20261121);
  private static final int WORKERS = MINUTES > 0 ? 4 : 2;
  private static final int STEPS = MINUTES > 0 ? Integer.MAX_VALUE : 6;
  private static final int KILL_PERCENT = 30;

  @TempDir Path directory = Path.of("");
  private final AtomicBoolean failed = new AtomicBoolean();

  @Test
  void theStoreHoldsWhatWasSaid() throws Exception {
    System.out.println("intarsia.seed=" + SEED);
    Path store = directory.resolve("store");
    Cli cli = Cli.create(store);
    List<Path> shared = SoakImages.make(directory, SEED);
    List<SoakWorker> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(worker(cli, i, shared));
    }
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      List<Callable<SoakWorker>> tasks = new ArrayList<>();
      workers.forEach(worker -> tasks.add(() -> work(worker, end)));
      for (Future<SoakWorker> task : threads.invokeAll(tasks)) {
        task.get();
      }
    }
    checkEnd(store, cli, workers);
  }

  private SoakWorker worker(Cli cli, int number, List<Path> shared) throws IOException {
    Path scratch = Files.createDirectory(directory.resolve("worker-" + number));
    Random random = new Random(SEED + number);
    SoakImages images = new SoakImages(shared, scratch.resolve("own"), random);
    return new SoakWorker(cli, "w" + number + "-", scratch, images, random, KILL_PERCENT);
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

  private static void checkEnd(Path store, Cli cli, List<SoakWorker> workers) throws IOException {
    int commands = 0;
    int kills = 0;
    Stored.assertSound(store);
    cli.good("gc");
    for (SoakWorker worker : workers) {
      worker.compareAll();
      commands += worker.commands();
      kills += worker.kills();
    }
    Stored.assertSound(store);
    System.out.println(commands + " commands, " + kills + " of them killed");
    assertThat(commands).isPositive();
  }
}
