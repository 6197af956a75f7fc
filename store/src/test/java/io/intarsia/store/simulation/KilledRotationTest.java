package io.intarsia.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.Access;
import io.intarsia.store.Inserter;
import io.intarsia.store.SerialStores;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.KeyChanges;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A change of the keys that is killed before its n-th operation, for larger and larger n until it
 * ends unharmed. Others go on, then power fails: all keys open the store, and all of it.
 */
class KilledRotationTest {
  private static final boolean LONG = Boolean.getBoolean("intarsia.long");
  private static final int POWER_FAILURES = 4;
  private static final StoreOptions SMALL = new StoreOptions(4 << 10, 4 << 10, 8 << 10, 1);

  private World world = new World(new Random(0), Defect.NONE);
  private Keys keys = new Keys(true);
  private long versions;

  /** What the process that is killed does. */
  private enum Change {
    ADD,
    ROTATE,
    REENCRYPT
  }

  @Test
  void adding() throws IOException {
    beforeOperations(Change.ADD, 1);
  }

  @Test
  void rotating() throws IOException {
    beforeOperations(Change.ROTATE, 1);
  }

  @Test
  void reencrypting() throws IOException {
    beforeOperations(Change.REENCRYPT, LONG ? 1 : 11);
  }

  private void beforeOperations(Change change, int step) throws IOException {
    boolean unharmed = false;
    for (int operation = 1; !unharmed; operation += step) {
      for (int seed = 0; seed < POWER_FAILURES; seed++) {
        unharmed = run(change, operation, new Random(seed));
      }
    }
  }

  private boolean run(Change change, int operation, Random random) throws IOException {
    world = new World(random, Defect.NONE);
    keys = new Keys(true);
    versions = 0;
    try {
      create();
      boolean unharmed = workUntilPowerFails(change, operation);
      check();
      checkCopy();
      return unharmed;
    } catch (IOException | AssertionError e) {
      throw new AssertionError(change + " killed before operation " + operation, e);
    } finally {
      world.dispose();
    }
  }

  private boolean workUntilPowerFails(Change change, int operation) throws IOException {
    SimFileSystem earlier = world.process(null);
    Store store = Run.open(earlier, keys.any(world.random()).open(earlier));
    boolean unharmed = changeUntilKilled(change, operation);
    store.keyChanges().reencrypt();
    checkIn(store);
    world.bury(earlier);
    world.disk().failPower(world.random());
    assertThatThrownBy(store::close).isInstanceOf(KilledException.class);
    return unharmed;
  }

  private void create() throws IOException {
    SimFileSystem process = world.process(null);
    Store.Encrypted created =
        SerialStores.createEncrypted(process.getPath(Run.STORE), SMALL, keys.first());
    keys.created(created.recoveryKey());
    try (Store store = created.store()) {
      checkIn(store);
      keys.add(store.keyChanges());
    }
  }

  private void checkIn(Store store) throws IOException {
    long id = ++versions;
    try (Inserter inserter = store.inserter(Runnable::run)) {
      Fingerprint root = Pieces.put(inserter, new Random(id), id);
      inserter.seal();
      byte[] record = new VersionRecord(false, id, root).encode();
      store.commit(inserter, records -> records.append(record));
    }
  }

  private boolean changeUntilKilled(Change change, int operation) throws IOException {
    SimFileSystem process = world.process(null);
    try (Store store = Run.open(process, keys.any(world.random()).open(process))) {
      KeyChanges changes = store.keyChanges();
      if (change == Change.REENCRYPT) {
        changes.rotate();
      }
      process.dieBefore(operation);
      switch (change) {
        case ADD -> keys.add(changes);
        case ROTATE -> changes.rotate();
        case REENCRYPT -> changes.reencrypt();
      }
      process.dieBefore(Integer.MAX_VALUE);
      return true;
    } catch (KilledException e) {
      return false;
    } finally {
      world.bury(process);
    }
  }

  /** Once somebody opened the store to write, the copy is as good as the keys. */
  private void checkCopy() throws IOException {
    SimFileSystem process = world.process(null);
    Run.open(process, keys.any(world.random()).open(process)).close();
    assertThat(world.disk().bytes(Run.STORE + "/keys.copy", Integer.MAX_VALUE))
        .isEqualTo(world.disk().bytes(Run.STORE + "/keys", Integer.MAX_VALUE));
    world.bury(process);
  }

  private void check() throws IOException {
    SimFileSystem process = world.process(null);
    keys.check(process, true);
    var opened = keys.any(world.random()).open(process);
    try (Store store = SerialStores.open(process.getPath(Run.STORE), Access.READ, opened)) {
      Map<Long, Fingerprint> there = VersionRecord.versions(store.records());
      assertThat(there).hasSize((int) versions);
      for (Map.Entry<Long, Fingerprint> version : there.entrySet()) {
        Checker.readAll(store, version.getKey(), version.getValue());
      }
    }
    VerifyOptions options = new VerifyOptions(100, 1);
    assertThat(Verify.run(process.getPath(Run.STORE), opened, options, (done, of) -> {}).damaged())
        .isEmpty();
    world.bury(process);
  }
}
