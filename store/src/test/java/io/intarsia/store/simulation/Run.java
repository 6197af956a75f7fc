package io.intarsia.store.simulation;

import io.intarsia.store.Access;
import io.intarsia.store.SerialStores;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.crypt.StoreKeys;
import java.io.IOException;
import java.nio.file.Path;
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
  private Keys keys = new Keys(false);

  private Run(long seed, Defect defect) {
    this.random = new Random(seed);
    this.world = new World(random, defect);
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
    Checker checker = new Checker(world, model, keys);
    int lives = 1 + random.nextInt(4);
    for (int i = 0; i < lives; i++) {
      List<World.Task> scripts = new ArrayList<>();
      for (int actor = random.nextInt(3); actor >= 0; actor--) {
        scripts.add(new Script(world, model, keys));
      }
      boolean powerFailed = world.live(Faults.random(random), scripts);
      checker.check(powerFailed);
    }
    checker.checkEnd();
  }

  /** Now and then power fails while the store is made; then it is made again, as it was or not. */
  private void create() throws Exception {
    int powerFailure = random.nextInt(4) == 0 ? 1 + random.nextInt(60) : 0;
    Faults faults = new Faults(0, 0, 0, 0, 0, powerFailure, 0);
    keys = new Keys(random.nextBoolean());
    boolean powerFailed = world.live(faults, List.of(actor -> create(world.process(actor))));
    if (powerFailed && !Store.exists(world.process(null).getPath(STORE))) {
      keys = new Keys(random.nextBoolean());
      create(world.process(null));
    }
  }

  private void create(SimFileSystem process) throws IOException {
    Path directory = process.getPath(STORE);
    if (keys.isEncrypted()) {
      Store.Encrypted created = SerialStores.createEncrypted(directory, SMALL, keys.first());
      keys.created(created.recoveryKey());
      created.store().close();
    } else {
      SerialStores.create(directory, SMALL).close();
    }
  }

  /** The store as a process has it. */
  static Store open(SimFileSystem process, StoreKeys keys) throws IOException {
    return SerialStores.open(process.getPath(STORE), Access.WRITE, keys);
  }
}
