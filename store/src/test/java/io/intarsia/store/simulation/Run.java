package io.intarsia.store.simulation;

import io.intarsia.store.SerialStores;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One run: all that happens follows from a seed. */
final class Run {
  static final String STORE = "/store";

  /** Small frames and packs, so that little data makes many. */
  private static final StoreOptions SMALL = new StoreOptions(4 << 10, 4 << 10, 8 << 10, 1);

  private final Random random;
  private final World world;
  private final Model model = new Model();
  private final Checker checker;

  private Run(long seed, Defect defect) {
    this.random = new Random(seed);
    this.world = new World(random, defect);
    this.checker = new Checker(world, model);
  }

  /**
   * A run.
   *
   * @return a number that says what was done
   * @throws AssertionError if something did not hold
   */
  static long of(long seed, Defect defect) {
    Run run = new Run(seed, defect);
    try {
      run.go();
      return run.world.trace();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("replay with -Dintarsia.seed=" + seed + ": " + e.getMessage(), e);
    } finally {
      run.world.dispose();
    }
  }

  private void go() throws Exception {
    create();
    int lives = 1 + random.nextInt(4);
    for (int i = 0; i < lives; i++) {
      List<World.Task> scripts = new ArrayList<>();
      for (int actor = random.nextInt(3); actor >= 0; actor--) {
        scripts.add(new Script(world, model));
      }
      boolean powerFailed = world.live(Faults.random(random), scripts);
      checker.check(powerFailed);
    }
    checker.checkEnd();
  }

  /** Now and then power fails while the store is made; then it is made again. */
  private void create() throws Exception {
    int powerFailure = random.nextInt(4) == 0 ? 1 + random.nextInt(60) : 0;
    Faults faults = new Faults(0, 0, 0, 0, 0, powerFailure, 0);
    boolean powerFailed = world.live(faults, List.of(actor -> create(world.process(actor))));
    if (powerFailed && !Store.exists(world.process(null).getPath(STORE))) {
      create(world.process(null));
    }
  }

  private static void create(SimFileSystem process) throws IOException {
    SerialStores.create(process.getPath(STORE), SMALL).close();
  }
}
