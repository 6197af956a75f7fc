package io.intarsia.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.Access;
import io.intarsia.store.Inserter;
import io.intarsia.store.SerialStores;
import io.intarsia.store.Store;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.KeyChanges;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.error.StoreFullException;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.RebuildIndex;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import io.intarsia.store.maintenance.VerifyResult;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What an actor does: a few processes, one after the other, each with a few operations. */
final class Script implements World.Task {
  private static final int MAX_ATTEMPTS = 50;

  private final World world;
  private final Model model;
  private final Keys keys;
  private final Random random;
  private Keys.Held key;

  Script(World world, Model model, Keys keys) {
    this.world = world;
    this.model = model;
    this.keys = keys;
    this.random = new Random(world.random().nextLong());
    this.key = keys.any(random);
  }

  @Override
  public void run(Actor actor) throws Exception {
    int processes = 1 + random.nextInt(4);
    for (int i = 0; i < processes; i++) {
      SimFileSystem process = world.process(actor);
      key = keys.any(random);
      try {
        use(process, key.open(process));
      } catch (IOException | RuntimeException e) {
        judge(process, e);
      } finally {
        world.bury(process);
      }
    }
  }

  private void use(SimFileSystem process, StoreKeys opened) throws IOException {
    Path directory = process.getPath(Run.STORE);
    switch (random.nextInt(16)) {
      case 0 -> RebuildIndex.run(directory, opened);
      case 1 -> verify(process, opened);
      case 2, 3 -> {
        try (Store store = SerialStores.open(directory, Access.READ, opened)) {
          for (int i = random.nextInt(4); i >= 0; i--) {
            attempt(process, () -> read(store));
          }
        }
      }
      default -> {
        try (Store store = Run.open(process, opened)) {
          for (int i = random.nextInt(6); i >= 0; i--) {
            attempt(process, () -> write(process, store));
          }
        }
      }
    }
  }

  @FunctionalInterface
  private interface Operation {
    void run() throws IOException;
  }

  /** An operation that fails is mostly the last of its process. */
  private void attempt(SimFileSystem process, Operation operation) throws IOException {
    try {
      operation.run();
    } catch (IOException e) {
      if (random.nextInt(3) > 0) {
        throw e;
      }
      judge(process, e);
    }
  }

  private void write(SimFileSystem process, Store store) throws IOException {
    if (keys.isEncrypted() && random.nextInt(3) == 0) {
      change(process, store.keyChanges());
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> checkIn(store);
      case 5, 6 -> remove(store);
      case 7 -> read(store);
      case 8 -> Gc.run(store, () -> VersionRecord.roots(store.records()), random.nextInt(6) == 0);
      default -> optimize(store);
    }
  }

  /** For the newest version, or for none. */
  private void optimize(Store store) throws IOException {
    Gc.optimize(
        store,
        () -> VersionRecord.roots(store.records()),
        () -> VersionRecord.newest(store.records()),
        random.nextInt(6) == 0,
        (bytes, of) -> {});
  }

  private void change(SimFileSystem process, KeyChanges changes) throws IOException {
    switch (random.nextInt(6)) {
      case 0, 1 -> keys.add(changes);
      case 2 -> keys.remove(changes, random);
      case 3 -> changes.rotate();
      default -> {
        if (random.nextBoolean()) {
          changes.rotate();
        }
        List<String> damaged = changes.reencrypt().damaged();
        if (!process.sawDamage()) {
          assertThat(damaged).isEmpty();
        }
      }
    }
  }

  private void checkIn(Store store) throws IOException {
    long id = model.begin();
    long choice = random.nextLong();
    for (int attempt = 1; ; attempt++) {
      try (Inserter inserter = store.inserter(Runnable::run)) {
        Fingerprint root = Pieces.put(inserter, new Random(choice), id);
        inserter.seal();
        if (world.defect() == Defect.ACKNOWLEDGED_BEFORE_RECORD) {
          model.put(id, Model.State.ADDED);
        }
        byte[] record = new VersionRecord(false, id, root).encode();
        store.commit(inserter, records -> records.append(record));
        model.put(id, Model.State.ADDED);
        return;
      } catch (CondemnedException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw new AssertionError("gc condemned what a check-in referenced too often", e);
        }
      }
    }
  }

  private void remove(Store store) throws IOException {
    Map<Long, Fingerprint> versions = VersionRecord.versions(store.records());
    if (!versions.isEmpty()) {
      Map.Entry<Long, Fingerprint> version = any(versions);
      long id = version.getKey();
      model.beginRemoval(id);
      byte[] record = new VersionRecord(true, id, version.getValue()).encode();
      store.commit(null, records -> records.append(record));
      model.put(id, Model.State.REMOVED);
    }
  }

  private void read(Store store) throws IOException {
    Map<Long, Fingerprint> versions = VersionRecord.versions(store.records());
    if (!versions.isEmpty()) {
      Map.Entry<Long, Fingerprint> version = any(versions);
      Checker.readAll(store, version.getKey(), version.getValue());
    }
  }

  private Map.Entry<Long, Fingerprint> any(Map<Long, Fingerprint> versions) {
    return new ArrayList<>(versions.entrySet()).get(random.nextInt(versions.size()));
  }

  private static void verify(SimFileSystem process, StoreKeys opened) throws IOException {
    VerifyOptions options = new VerifyOptions(100, 1);
    Path directory = process.getPath(Run.STORE);
    var damaged = Verify.run(directory, opened, options, (done, of) -> {}).damaged();
    if (!process.sawDamage()) {
      // that no version needs what is left behind is seen when all versions are read
      assertThat(damaged).allMatch(VerifyResult.Damage::isLeftBehind);
    }
  }

  /** Whether what went wrong is what was made to go wrong. */
  private void judge(SimFileSystem process, Exception problem) {
    if (!process.isAlive() || world.hasPowerFailed() || isInjected(problem)) {
      return;
    }
    boolean isExpected =
        switch (problem) {
          case StoreFullException e -> world.faults().spareBytes() > 0;
          case MissingChunkException e -> false;
          case KeyException e -> keys.mayBeRefused(key);
          case StoreException e -> process.sawDamage();
          case EOFException e -> process.sawDamage();
          default -> false;
        };
    if (!isExpected) {
      throw new AssertionError("nothing was done to " + process + " that would explain", problem);
    }
  }

  private static boolean isInjected(Throwable problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof InjectedException) {
        return true;
      }
    }
    return false;
  }
}
