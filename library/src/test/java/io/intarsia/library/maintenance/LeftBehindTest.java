package io.intarsia.library.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.progress.Progress;
import io.intarsia.store.Access;
import io.intarsia.store.Inserter;
import io.intarsia.store.Resembled;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.RebuildIndex;
import io.intarsia.store.maintenance.RootsSource;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check-in left behind that lost what it had built on, once the index is made anew. */
class LeftBehindTest {
  private static final int COUNT = 20;
  private static final int LENGTH = 4096;

  @TempDir Path temporary;
  private final Random random = Seeded.random();

  @Test
  void whatNoVersionNeedsIsNoDamage() throws IOException {
    Path directory = temporary.resolve("store");
    Libraries.create(directory, new StoreOptions(4 << 10, 16 << 10, 64 << 10, 3)).close();
    List<byte[]> first = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      first.add(Seeded.bytes(random, LENGTH));
    }
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      for (byte[] chunk : first) {
        inserter.putChunk(store.fingerprints().ofChunk(chunk, 0, LENGTH), chunk, 0, LENGTH);
      }
      inserter.seal();
      store.commit(inserter, _ -> 0);
    }
    try (Store store = Store.open(directory, Access.WRITE);
        Inserter inserter = store.inserter()) {
      for (byte[] chunk : first) {
        byte[] like = chunk.clone();
        like[random.nextInt(LENGTH)] ^= 1;
        Fingerprint base = store.fingerprints().ofChunk(chunk, 0, LENGTH);
        Fingerprint name = store.fingerprints().ofChunk(like, 0, LENGTH);
        inserter.putChunk(name, like, 0, LENGTH, () -> new Resembled(base, COUNT * LENGTH));
      }
      try (Store other = Store.open(directory, Access.WRITE)) {
        Gc.run(other, () -> new RootsSource.Roots(List.of(), 0), false);
      }
      assertThatThrownBy(inserter::seal).isInstanceOf(CondemnedException.class);
    }
    RebuildIndex.run(directory);
    assertThat(Verify.run(directory, VerifyOptions.full(), (_, _) -> {}).damaged()).hasSize(1);
    try (Library library = Libraries.open(directory)) {
      assertThat(library.verify(false, 100, Progress.none()).damaged()).isEmpty();
      assertThat(library.verify(true, 0, Progress.none()).damaged()).isEmpty();
      library.gc(false, Progress.none());
    }
    assertThat(Verify.run(directory, VerifyOptions.full(), (_, _) -> {}).damaged()).isEmpty();
  }
}
