package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.GcResult;
import io.intarsia.store.maintenance.RootsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much gc leaves, how much it says it will free, and what is left when it is killed. */
class GcSizeTest {
  @TempDir Path temporary;
  private Path directory = Path.of("");

  @BeforeEach
  void chooseDirectory() {
    directory = temporary.resolve("store");
  }

  private static GcResult gc(Path directory, ModelLibrary library, boolean dryRun)
      throws IOException {
    try (Store store = Store.open(directory, Access.WRITE)) {
      return Gc.run(store, library, dryRun);
    }
  }

  private static List<Fingerprint> fill(Path directory, ModelLibrary library, List<Long> seeds)
      throws IOException {
    List<Fingerprint> roots = new ArrayList<>();
    try (Store store = Store.create(directory, Samples.SMALL)) {
      for (long seed : seeds) {
        roots.add(library.checkIn(store, new Random(seed)));
      }
    }
    return roots;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 5, 7})
  void whatIsLeftIsHardlyLargerThanAFreshStore(long seed) throws IOException {
    Random random = new Random(seed);
    ModelLibrary library = new ModelLibrary(seed);
    List<Long> seeds = random.longs(30).boxed().toList();
    List<Fingerprint> roots = fill(directory, library, seeds);
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      if (random.nextInt(10) < seed + 1) {
        library.remove(roots.get(i));
      } else {
        kept.add(seeds.get(i));
      }
    }
    long packsBefore = bytes(directory.resolve("packs"));
    GcResult forecast = gc(directory, library, true);
    assertThat(bytes(directory.resolve("packs"))).isEqualTo(packsBefore);
    GcResult result = gc(directory, library, false);
    assertThat(result).isEqualTo(forecast);
    assertThat(packsBefore - bytes(directory.resolve("packs"))).isEqualTo(result.freedBytes());
    Path fresh = temporary.resolve("fresh");
    fill(fresh, new ModelLibrary(seed), kept);
    // not the index: when its small segments were merged decides how many pages it has
    assertThat(bytes(directory.resolve("packs")))
        .isLessThanOrEqualTo((long) (bytes(fresh.resolve("packs")) * 1.05));
    try (Store store = Store.open(directory, Access.READ)) {
      library.check(store);
    }
    assertComesToRest(library);
  }

  /** What chunks are kept for is counted for one of the packs that need them, which may change. */
  private void assertComesToRest(ModelLibrary library) throws IOException {
    int runs = 0;
    while (gc(directory, library, false).rewrittenPacks() > 0) {
      runs++;
    }
    assertThat(runs).isLessThanOrEqualTo(2);
  }

  @Test
  void smallPacksAreBroughtTogetherOnceThereAreMany() throws IOException {
    ModelLibrary library = new ModelLibrary(7);
    fill(directory, library, new Random(7).longs(60).boxed().toList());
    assertThat(files(directory.resolve("packs"))).isGreaterThan(60);
    assertThat(gc(directory, library, false).rewrittenPacks()).isGreaterThan(30);
    assertThat(files(directory.resolve("packs"))).isLessThan(40);
    assertThat(gc(directory, library, false).rewrittenPacks()).isZero();
    try (Store store = Store.open(directory, Access.READ)) {
      library.check(store);
    }
  }

  @Test
  void aGcThatIsKilledAgainAndAgainComesToItsEnd() throws IOException {
    List<Fingerprint> live = new ArrayList<>();
    RootsSource everyThird = fillOneVersion(live);
    int runs = 0;
    for (boolean killed = true; killed; runs++) {
      FailingBackend backend = new FailingBackend(directory, 60, false);
      try (Store store = Store.open(directory, backend, Access.WRITE)) {
        Gc.run(store, everyThird, false);
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("killed|dead");
      }
      killed = backend.hasFailed();
    }
    assertThat(runs).isBetween(3, 40);
    assertThat(bytes(directory.resolve("packs"))).isLessThan(600 << 10);
    try (Store store = Store.open(directory, Access.READ)) {
      for (Fingerprint chunk : live) {
        assertThat(Samples.fingerprint(store.reader().readChunk(chunk))).isEqualTo(chunk);
      }
    }
  }

  /** 1.6 MiB in packs of 64 KiB, of which a third is live, everywhere. */
  private RootsSource fillOneVersion(List<Fingerprint> live) throws IOException {
    Random random = new Random(8);
    try (Store store = Store.create(directory, Samples.SMALL);
        Inserter inserter = store.inserter()) {
      byte[] chunk = new byte[4 << 10];
      for (int i = 0; i < 400; i++) {
        random.nextBytes(chunk);
        Fingerprint fingerprint = Samples.fingerprint(chunk);
        inserter.putChunk(fingerprint, chunk, 0, chunk.length);
        if (i % 3 == 0) {
          live.add(fingerprint);
        }
      }
      Fingerprint root = inserter.putObject(Samples.object('X', List.of(), live));
      inserter.seal();
      return () -> new RootsSource.Roots(List.of(root), 0);
    }
  }

  @Test
  void gcByItselfWaitsUntilEnoughIsDead() throws IOException {
    ModelLibrary library = new ModelLibrary(9);
    fill(directory, library, List.of(1L, 2L, 3L, 4L));
    library.removeAll();
    long before = bytes(directory.resolve("packs"));
    try (Store store = Store.open(directory, Access.WRITE)) {
      library.checkIn(store, new Random(1));
      assertThat(Gc.runIfDead(store, library, 0.99)).isNull();
    }
    try (Store store = Store.open(directory, Access.WRITE)) {
      assertThat(Gc.runIfDead(store, library, 0.2)).isNotNull();
      library.check(store);
    }
    assertThat(bytes(directory.resolve("packs"))).isLessThan(before);
  }

  private static long bytes(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long files(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
