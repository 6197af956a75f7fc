package io.intarsia.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.Access;
import io.intarsia.store.SerialStores;
import io.intarsia.store.Store;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.ReferenceWalk;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds the store against the model while nobody disturbs. */
final class Checker {
  private static final int COLLECTIONS = 4;

  private final World world;
  private final Model model;
  private final Keys keys;

  Checker(World world, Model model, Keys keys) {
    this.world = world;
    this.model = model;
    this.keys = keys;
  }

  @FunctionalInterface
  private interface Use {
    void of(Store store) throws IOException;
  }

  private void withStore(Access access, Use use) throws IOException {
    SimFileSystem process = world.process(null);
    StoreKeys opened = keys.any(world.random()).open(process);
    try (Store store = SerialStores.open(process.getPath(Run.STORE), access, opened)) {
      use.of(store);
    } finally {
      world.bury(process);
    }
  }

  /**
   * After a life.
   *
   * @param powerFailed what is there now is durable
   */
  void check(boolean powerFailed) throws IOException {
    keys.check(world.process(null), powerFailed);
    Access access = world.random().nextBoolean() ? Access.READ : Access.WRITE;
    withStore(access, store -> compare(store, powerFailed));
  }

  private void compare(Store store, boolean powerFailed) throws IOException {
    Map<Long, Fingerprint> there = VersionRecord.versions(store.records());
    model.versions().forEach((id, state) -> compare(id, state, there.containsKey(id), powerFailed));
    for (Map.Entry<Long, Fingerprint> version : there.entrySet()) {
      readAll(store, version.getKey(), version.getValue());
    }
  }

  private void compare(long id, Model.State state, boolean isThere, boolean powerFailed) {
    switch (state) {
      case ADDED -> assertThat(isThere).as("version %s is there", id).isTrue();
      case REMOVED -> assertThat(isThere).as("version %s is there", id).isFalse();
      case UNKNOWN -> {
        if (powerFailed) {
          model.put(id, isThere ? Model.State.ADDED : Model.State.REMOVED);
        }
      }
      case BEING_REMOVED -> {
        if (powerFailed && !isThere) {
          model.put(id, Model.State.REMOVED);
        }
      }
    }
  }

  /** Reads a version to its end. Objects are checked by the reader, chunks here. */
  static void readAll(Store store, long id, Fingerprint root) throws IOException {
    new ReferenceWalk(store.reader())
        .walk(
            root,
            new ReferenceWalk.Visitor() {
              @Override
              public boolean object(Fingerprint fingerprint, StoredObject object, int depth) {
                return true;
              }

              @Override
              public void chunk(Fingerprint chunk, Fingerprint referrer) throws IOException {
                byte[] bytes = store.reader().readChunk(chunk);
                assertThat(store.fingerprints().ofChunk(bytes, 0, bytes.length))
                    .as("a chunk of version %s", id)
                    .isEqualTo(chunk);
              }
            });
  }

  void checkSound() throws IOException {
    SimFileSystem process = world.process(null);
    Path directory = process.getPath(Run.STORE);
    StoreKeys opened = keys.any(world.random()).open(process);
    VerifyOptions options = new VerifyOptions(100, 1);
    assertThat(Verify.run(directory, opened, options, (done, of) -> {}).damaged()).isEmpty();
    world.bury(process);
  }

  /** When all is over: garbage goes, then all goes. */
  void checkEnd() throws IOException {
    collect();
    check(true);
    checkSound();
    if (keys.isEncrypted()) {
      checkReencrypted();
    }
    withStore(
        Access.WRITE,
        store -> {
          for (Map.Entry<Long, Fingerprint> version :
              VersionRecord.versions(store.records()).entrySet()) {
            VersionRecord removal = new VersionRecord(true, version.getKey(), version.getValue());
            store.commit(null, records -> records.append(removal.encode()));
          }
        });
    for (int i = 0; i < COLLECTIONS; i++) {
      collect();
    }
    for (String directory : new String[] {"packs", "index", "tmp", "sessions"}) {
      assertThat(files(Run.STORE + "/" + directory)).isEmpty();
    }
    checkSound();
  }

  /** A new key for all that is stored, and nothing is left under an older one. */
  private void checkReencrypted() throws IOException {
    int[] epoch = new int[1];
    withStore(
        Access.WRITE,
        store -> {
          epoch[0] = store.keyChanges().rotate();
          assertThat(store.keyChanges().reencrypt().damaged()).isEmpty();
        });
    for (String file : files(Run.STORE)) {
      byte[] head = world.disk().bytes(file, 16);
      if (new String(head, StandardCharsets.ISO_8859_1).startsWith("INTSEAL\n")) {
        assertThat((int) LittleEndian.u32(head, 12)).as(file).isEqualTo(epoch[0]);
      }
    }
    assertThat(world.disk().bytes(Run.STORE + "/keys.copy", Integer.MAX_VALUE))
        .isEqualTo(world.disk().bytes(Run.STORE + "/keys", Integer.MAX_VALUE));
    check(true);
  }

  private void collect() throws IOException {
    withStore(
        Access.WRITE, store -> Gc.run(store, () -> VersionRecord.roots(store.records()), false));
  }

  private List<String> files(String directory) {
    List<String> files = new ArrayList<>();
    for (String name : world.disk().children(directory)) {
      Node node = world.disk().get(name);
      if (node != null && node.isDirectory()) {
        files.addAll(files(name));
      } else {
        files.add(name);
      }
    }
    return files;
  }
}
