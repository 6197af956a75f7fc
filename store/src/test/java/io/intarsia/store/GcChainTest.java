package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.GcResult;
import io.intarsia.store.maintenance.RootsSource;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Chains of versions in which a few bytes of a large file change each time: what is left after some
 * of them went takes hardly more than a fresh store of the others, whichever they are.
 */
class GcChainTest {
  private static final int CHUNKS = 100;
  private static final int CHUNK = 4096;
  private static final int VERSIONS = 4;

  @TempDir Path temporary;
  private final List<List<byte[]>> chain = new ArrayList<>();

  /** The versions that a store has, by their number in the chain. */
  private final class Stored implements RootsSource {
    private final Path directory;
    private final TreeMap<Integer, Fingerprint> roots = new TreeMap<>();

    Stored(String name) throws IOException {
      directory = temporary.resolve(name);
      Store.create(directory, Samples.SMALL).close();
    }

    @Override
    public Roots roots() {
      return new Roots(List.copyOf(roots.values()), 0);
    }

    /** Puts a version as the next one after the newest. */
    void checkIn(int version) throws IOException {
      List<byte[]> like = chain.get(roots.isEmpty() ? version : roots.lastKey());
      List<byte[]> chunks = chain.get(version);
      try (Store store = Store.open(directory, Access.WRITE);
          Inserter inserter = store.inserter()) {
        List<Fingerprint> names = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
          byte[] bytes = chunks.get(i);
          Fingerprint resembled = Samples.fingerprint(like.get(i));
          names.add(Samples.fingerprint(bytes));
          inserter.putChunk(
              names.getLast(), bytes, 0, bytes.length, () -> new Resembled(resembled, 1 << 20));
        }
        Fingerprint root = inserter.putObject(Samples.object('F', List.of(), names));
        inserter.seal();
        store.commit(inserter, _ -> roots.put(version, root));
      }
    }

    GcResult gc(boolean dryRun) throws IOException {
      try (Store store = Store.open(directory, Access.WRITE)) {
        return Gc.run(store, this, dryRun);
      }
    }

    void check() throws IOException {
      try (Store store = Store.open(directory, Access.READ)) {
        for (int version : roots.keySet()) {
          for (byte[] chunk : chain.get(version)) {
            assertThat(store.reader().readChunk(Samples.fingerprint(chunk))).isEqualTo(chunk);
          }
        }
      }
      assertThat(Verify.run(directory, VerifyOptions.full(), (_, _) -> {}).damaged()).isEmpty();
    }

    long packBytes() throws IOException {
      return bytes(directory.resolve("packs"));
    }
  }

  private static long bytes(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /**
   * Makes the chain.
   *
   * @param percent of the chunks that each version changes
   * @param changed bytes of each of them
   */
  private void make(long seed, int percent, int changed) {
    Random random = new Random(seed);
    List<byte[]> version = new ArrayList<>();
    for (int i = 0; i < CHUNKS; i++) {
      byte[] bytes = new byte[CHUNK];
      random.nextBytes(bytes);
      version.add(bytes);
    }
    chain.add(version);
    while (chain.size() < VERSIONS) {
      version = new ArrayList<>();
      for (byte[] before : chain.getLast()) {
        byte[] bytes = before.clone();
        if (random.nextInt(100) < percent) {
          int at = random.nextInt(CHUNK - changed);
          for (int i = 0; i < changed; i++) {
            bytes[at + i] ^= (byte) (1 + random.nextInt(255));
          }
        }
        version.add(bytes);
      }
      chain.add(version);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 65, 3", "2, 100, 3", "3, 65, 250", "4, 100, 700"})
  void whateverIsKeptTakesHardlyMoreThanInAFreshStore(long seed, int percent, int changed)
      throws IOException {
    make(seed, percent, changed);
    for (int kept = 1; kept < 1 << VERSIONS; kept++) {
      String name = Integer.toBinaryString(kept | 1 << VERSIONS);
      Stored store = new Stored("store" + name);
      Stored fresh = new Stored("fresh" + name);
      for (int version = 0; version < VERSIONS; version++) {
        store.checkIn(version);
      }
      for (int version = 0; version < VERSIONS; version++) {
        if ((kept & 1 << version) == 0) {
          store.roots.remove(version);
        } else {
          fresh.checkIn(version);
        }
      }
      compare(store, fresh);
    }
  }

  private void compare(Stored store, Stored fresh) throws IOException {
    long before = store.packBytes();
    GcResult forecast = store.gc(true);
    assertThat(store.packBytes()).isEqualTo(before);
    GcResult result = store.gc(false);
    String what = "versions " + store.roots.keySet();
    assertThat(before - store.packBytes()).as(what).isEqualTo(result.freedBytes());
    assertThat(result.freedBytes()).as(what).isNotNegative();
    assertThat(forecast.freedBytes())
        .as(what)
        .isCloseTo(result.freedBytes(), Offset.offset(before / 1000));
    store.check();
    assertThat(store.packBytes()).as(what).isLessThan((long) (fresh.packBytes() * 1.05));
    assertThat(store.gc(false).rewrittenPacks()).as(what).isZero();
  }
}
