package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.ReferenceWalk;
import io.intarsia.store.maintenance.RootsSource;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Check-ins, removals and gc at once, over few pieces that all share. */
class ConcurrencyTest {
  private static final int WRITERS = 3;
  private static final int CHECK_INS = 60;
  private static final long SEED = 17;

  @TempDir Path temporary;

  /** Versions that are committed and not removed, with their chunks. Changed in commits only. */
  private final Map<Fingerprint, Set<Fingerprint>> versions = new ConcurrentHashMap<>();

  private final AtomicInteger writersLeft = new AtomicInteger(WRITERS);
  private final AtomicInteger rerun = new AtomicInteger();
  private final AtomicInteger collections = new AtomicInteger();

  private static byte[] chunk(int number) {
    Random content = new Random(number / 2);
    byte[] bytes = new byte[500 + content.nextInt(3000)];
    content.nextBytes(bytes);
    return number % 2 == 0 ? bytes : Samples.like(bytes, content);
  }

  @Test
  void noCommittedVersionLosesAnything() throws Exception {
    Path directory = temporary.resolve("store");
    Store.create(directory, Samples.SMALL).close();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      long seed = SEED + i;
      tasks.add(() -> write(directory, new Random(seed)));
    }
    tasks.add(() -> collect(directory));
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
    assertThat(collections.get()).isPositive();
    try (Store store = Store.open(directory, Access.WRITE)) {
      check(store);
      Gc.run(store, this::roots, false);
      check(store);
    }
    assertThat(Verify.run(directory, VerifyOptions.full(), (done, of) -> {}).damaged()).isEmpty();
  }

  private int write(Path directory, Random random) throws IOException {
    Store store = Store.open(directory, Access.WRITE);
    try {
      for (int i = 0; i < CHECK_INS; i++) {
        long seed = random.nextLong();
        while (!checkIn(store, new Random(seed))) {
          rerun.incrementAndGet();
        }
        removeSome(store, random);
        if (random.nextInt(4) == 0) {
          // sessions come and go, so that packs are judged and deleted
          store.close();
          store = Store.open(directory, Access.WRITE);
        }
      }
    } finally {
      writersLeft.decrementAndGet();
      store.close();
    }
    return 0;
  }

  private boolean checkIn(Store store, Random choice) throws IOException {
    try (Inserter inserter = store.inserter()) {
      Set<Fingerprint> chunks = new HashSet<>();
      List<Fingerprint> middles = new ArrayList<>();
      for (int i = 0; i < 1 + choice.nextInt(3); i++) {
        middles.add(putMiddle(inserter, choice.nextInt(8), chunks));
      }
      // objects without chunks, which keep packs of objects alive whose other objects are dead
      for (int i = 0; i < 2; i++) {
        middles.add(
            inserter.putObject(Samples.object((char) choice.nextInt(60), List.of(), List.of())));
      }
      Fingerprint root = inserter.putObject(Samples.object('I', middles, List.of()));
      inserter.seal();
      store.commit(
          inserter,
          records -> {
            versions.put(root, chunks);
            return records.append(root.toBytes());
          });
      return true;
    } catch (CondemnedException e) {
      return false;
    }
  }

  /** As a check-in does: what is known as a whole is not looked into. */
  private static Fingerprint putMiddle(Inserter inserter, int number, Set<Fingerprint> chunks)
      throws IOException {
    List<Fingerprint> leaves = new ArrayList<>();
    for (int leaf = number; leaf < number + 3; leaf++) {
      List<Fingerprint> below = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        byte[] bytes = chunk(leaf * 4 + i);
        below.add(Samples.fingerprint(bytes));
      }
      chunks.addAll(below);
      StoredObject object = Samples.object('D', List.of(), below);
      if (!inserter.reference(object.fingerprint())) {
        for (int i = 0; i < 6; i++) {
          int chunk = leaf * 4 + i;
          byte[] bytes = chunk(chunk);
          inserter.putChunk(
              Samples.fingerprint(bytes),
              bytes,
              0,
              bytes.length,
              () -> new Resembled(Samples.fingerprint(chunk(chunk ^ 1)), 4L * bytes.length));
        }
        inserter.putObject(object);
      }
      leaves.add(object.fingerprint());
    }
    return inserter.putObject(Samples.object('M', leaves, List.of()));
  }

  private void removeSome(Store store, Random random) throws IOException {
    store.commit(
        null,
        records -> {
          versions.keySet().removeIf(root -> random.nextInt(3) > 0);
          return 0;
        });
  }

  private int collect(Path directory) throws IOException {
    while (writersLeft.get() > 0) {
      try (Store store = Store.open(directory, Access.WRITE)) {
        Gc.run(store, this::roots, false);
        collections.incrementAndGet();
      }
    }
    return 0;
  }

  private RootsSource.Roots roots() {
    return new RootsSource.Roots(List.copyOf(versions.keySet()), 0);
  }

  private void check(Store store) throws IOException {
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
                  assertThat(Samples.fingerprint(store.reader().readChunk(chunk))).isEqualTo(chunk);
                  seen.add(chunk);
                }
              });
      assertThat(seen).isEqualTo(version.getValue());
    }
  }
}
