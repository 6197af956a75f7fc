package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.maintenance.ReferenceWalk;
import io.intarsia.store.maintenance.RootsSource;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A small library over a store: versions with a tree of objects over chunks, and in memory what
 * they must hold.
 */
final class ModelLibrary implements RootsSource {
  private final Random random;
  private final List<byte[]> pool = new ArrayList<>();
  private final Map<Fingerprint, Set<Fingerprint>> versions = new HashMap<>();
  private final Map<Fingerprint, byte[]> plain = new HashMap<>();
  private final Map<Fingerprint, Set<Fingerprint>> everPut = new HashMap<>();
  private final Set<Fingerprint> removed = new HashSet<>();
  private long lastRecord;

  ModelLibrary(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      pool.add(i % 2 == 0 ? Samples.chunk(random) : Samples.like(pool.getLast(), random));
    }
  }

  int versionCount() {
    return versions.size();
  }

  /** Puts a version, built of pieces that others may share, and commits it. */
  void checkIn(Store store) throws IOException {
    long seed = random.nextLong();
    try {
      checkIn(store, new Random(seed));
    } catch (CondemnedException e) {
      checkIn(store, new Random(seed));
    }
  }

  /** Puts the version that {@code choice} chooses; returns its root. */
  Fingerprint checkIn(Store store, Random choice) throws IOException {
    try (Inserter inserter = store.inserter()) {
      Set<Fingerprint> chunks = new HashSet<>();
      Fingerprint root = put(inserter, choice, chunks);
      inserter.seal();
      commit(store, inserter, root, chunks);
      return root;
    }
  }

  /**
   * Puts the pieces of a version; {@code chunks} gets all its chunks. Objects stay to be sealed.
   */
  Fingerprint put(Inserter inserter, Random choice, Set<Fingerprint> chunks) throws IOException {
    List<Fingerprint> directories = new ArrayList<>();
    for (int i = 0; i < 1 + choice.nextInt(5); i++) {
      // few different directories, so that versions share them whole
      Random content = new Random(choice.nextInt(25));
      List<Fingerprint> files = new ArrayList<>();
      for (int j = 0; j < 1 + content.nextInt(20); j++) {
        int number = content.nextInt(pool.size());
        byte[] bytes = pool.get(number);
        Fingerprint fingerprint = Samples.fingerprint(bytes);
        inserter.putChunk(
            fingerprint,
            bytes,
            0,
            bytes.length,
            () -> new Resembled(Samples.fingerprint(pool.get(number ^ 1)), 4L * bytes.length));
        plain.put(fingerprint, bytes);
        files.add(fingerprint);
        chunks.add(fingerprint);
      }
      directories.add(inserter.putObject(Samples.object('D', List.of(), files)));
    }
    return inserter.putObject(Samples.object('I', directories, List.of()));
  }

  void commit(Store store, Inserter sealed, Fingerprint root, Set<Fingerprint> chunks)
      throws IOException {
    everPut.put(root, chunks);
    removed.remove(root);
    store.commit(
        sealed,
        records -> {
          lastRecord = records.append(root.toBytes());
          versions.put(root, chunks);
          return lastRecord;
        });
  }

  void removeOne() {
    if (!versions.isEmpty()) {
      List<Fingerprint> roots = new ArrayList<>(versions.keySet());
      roots.sort(null);
      Fingerprint root = roots.get(random.nextInt(roots.size()));
      versions.remove(root);
      removed.add(root);
    }
  }

  void remove(Fingerprint root) {
    versions.remove(root);
    removed.add(root);
  }

  void removeAll() {
    removed.addAll(versions.keySet());
    versions.clear();
  }

  /** After a crash: the versions are those that a record says, less those removed. */
  void recover(Store store) throws IOException {
    versions.clear();
    for (long number = 1; store.records().exists(number); number++) {
      Fingerprint root = Fingerprint.ofSha256(store.records().read(number));
      versions.put(root, everPut.getOrDefault(root, Set.of()));
    }
    versions.keySet().removeAll(removed);
  }

  @Override
  public Roots roots() {
    return new Roots(List.copyOf(versions.keySet()), lastRecord);
  }

  /** The bytes of every chunk ever put. */
  Map<Fingerprint, byte[]> plain() {
    return plain;
  }

  /** Reads every version completely and compares. */
  void check(Store store) throws IOException {
    for (Map.Entry<Fingerprint, Set<Fingerprint>> version : versions.entrySet()) {
      Set<Fingerprint> seen = new HashSet<>();
      new ReferenceWalk(store.reader())
          .walk(
              version.getKey(),
              new ReferenceWalk.Visitor() {
                @Override
                public boolean object(Fingerprint fingerprint, StoredObject object, int depth) {
                  return true;
                }

                @Override
                public void chunk(Fingerprint chunk, Fingerprint referrer) throws IOException {
                  seen.add(chunk);
                  assertThat(store.reader().readChunk(chunk)).isEqualTo(plain.get(chunk));
                }
              });
      assertThat(seen).isEqualTo(version.getValue());
    }
  }
}
