package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.OptimizeResult;
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

/** A chain of versions, each made from the one before, whose newest is brought together. */
class OptimizeTest {
  private static final long SEED = 20_261_121;
  private static final int VERSIONS = 25;
  private static final int CHUNKS = 200;
  private static final int CHANGES = 20;

  @TempDir Path temporary;
  private Path directory = Path.of("");
  private final List<Fingerprint> roots = new ArrayList<>();
  private final List<List<Fingerprint>> contents = new ArrayList<>();
  private final RootsSource all = () -> new RootsSource.Roots(roots, 0);
  private final RootsSource newest = () -> new RootsSource.Roots(List.of(roots.getLast()), 0);

  @BeforeEach
  void makeChain() throws IOException {
    directory = temporary.resolve("store");
    Store.create(directory, Samples.SMALL).close();
    Random random = new Random(SEED);
    List<Fingerprint> chunks = new ArrayList<>();
    for (int version = 0; version < VERSIONS; version++) {
      try (Store store = open();
          Inserter inserter = store.inserter()) {
        for (int i = 0; i < (version == 0 ? CHUNKS : CHANGES); i++) {
          byte[] bytes = new byte[1 + random.nextInt(4096)];
          random.nextBytes(bytes);
          Fingerprint chunk = Samples.fingerprint(bytes);
          inserter.putChunk(chunk, bytes, 0, bytes.length);
          if (version == 0) {
            chunks.add(chunk);
          } else {
            chunks.set(random.nextInt(CHUNKS), chunk);
          }
        }
        roots.add(inserter.putObject(Samples.object('X', List.of(), chunks)));
        inserter.seal();
      }
      contents.add(List.copyOf(chunks));
    }
  }

  private Store open() throws IOException {
    return Store.open(directory, Access.WRITE);
  }

  private OptimizeResult optimize(boolean dryRun) throws IOException {
    try (Store store = open()) {
      return Gc.optimize(store, all, newest, dryRun, (bytes, of) -> {});
    }
  }

  private void assertAllReadable() throws IOException {
    try (Store store = Store.open(directory, Access.READ)) {
      for (int version = 0; version < VERSIONS; version++) {
        store.reader().readObject(roots.get(version));
        for (Fingerprint chunk : contents.get(version)) {
          assertThat(Samples.fingerprint(store.reader().readChunk(chunk))).isEqualTo(chunk);
        }
      }
    }
  }

  private long packBytes() throws IOException {
    try (var files = Files.walk(directory.resolve("packs"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void whatTheNewestVersionNeedsComesTogether() throws IOException {
    try (Store store = open()) {
      Gc.run(store, all, false);
    }
    long before = packBytes();
    OptimizeResult forecast = optimize(true);
    assertThat(packBytes()).isEqualTo(before);
    OptimizeResult result = optimize(false);
    assertThat(result).isEqualTo(forecast);
    assertThat(result.readBytes()).isGreaterThan(result.neededBytes() * 3 / 2);
    assertThat(result.readBytesAfter()).isLessThan(result.neededBytes() * 11 / 10);
    assertThat(packBytes()).isLessThan(before * 11 / 10);
    assertAllReadable();
    OptimizeResult again = optimize(false);
    assertThat(again.readBytes()).isEqualTo(result.readBytesAfter());
    assertThat(again.gc().rewrittenPacks()).isZero();
    try (Store store = open()) {
      assertThat(Gc.run(store, all, false).rewrittenPacks()).isZero();
    }
  }

  @Test
  void killedAgainAndAgainItComesToItsEnd() throws IOException {
    int runs = 0;
    for (boolean killed = true; killed; runs++) {
      FailingBackend backend = new FailingBackend(directory, 60, runs % 2 == 0);
      try (Store store = Store.open(directory, backend, Access.WRITE)) {
        Gc.optimize(store, all, newest, false, (bytes, of) -> {});
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("killed|dead");
      }
      assertAllReadable();
      killed = backend.hasFailed();
    }
    assertThat(runs).isBetween(3, 40);
    OptimizeResult last = optimize(false);
    assertThat(last.readBytes()).isLessThan(last.neededBytes() * 11 / 10);
  }
}
