package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexMergingTest {
  private static final int TOO_MANY = 6;

  @TempDir private Path temporary;

  /** A store to which two segments were added so many times. */
  private Path store(String name, ModelLibrary library, int rounds) throws IOException {
    Path directory = temporary.resolve(name);
    Store.create(directory, Samples.SMALL).close();
    Random random = new Random(5);
    for (int i = 0; i < rounds; i++) {
      try (Store store = Store.open(directory, Access.WRITE);
          Inserter inserter = store.inserter()) {
        library.checkIn(store, random);
        byte[] chunk = new byte[50];
        random.nextBytes(chunk);
        inserter.putChunk(Samples.fingerprint(chunk), chunk, 0, chunk.length);
        inserter.seal();
      }
    }
    return directory;
  }

  private static long segments(Path directory) throws IOException {
    try (var files = Files.list(directory.resolve("index"))) {
      return files.count();
    }
  }

  @Test
  void segmentsAreMergedBesideCheckIns() throws IOException {
    ModelLibrary library = new ModelLibrary(3);
    Path directory = store("store", library, 30);
    assertThat(segments(directory)).isLessThan(2 * TOO_MANY);
    try (Store store = Store.open(directory, Access.WRITE)) {
      store.inserter().close();
      library.check(store);
    }
    assertThat(segments(directory)).isLessThan(TOO_MANY);
    assertThat(Verify.run(directory, VerifyOptions.full(), (done, of) -> {}).damaged()).isEmpty();
  }

  @Test
  void aMergeThatDiesAnywhereLosesNothing() throws IOException {
    boolean failed = true;
    for (int survives = 0; failed; survives++) {
      ModelLibrary library = new ModelLibrary(3);
      Path directory = store("store" + survives, library, TOO_MANY / 2);
      assertThat(segments(directory)).isEqualTo(TOO_MANY);
      FailingBackend backend = new FailingBackend(directory, survives, survives % 2 == 0);
      try (Store store = Store.open(directory, backend, Access.WRITE)) {
        store.inserter().close();
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("killed|dead");
      }
      failed = backend.hasFailed();
      try (Store store = Store.open(directory, Access.WRITE)) {
        store.inserter().close();
        library.check(store);
      }
      assertThat(segments(directory)).isLessThan(TOO_MANY);
      assertThat(Verify.run(directory, VerifyOptions.full(), (done, of) -> {}).damaged()).isEmpty();
    }
  }
}
