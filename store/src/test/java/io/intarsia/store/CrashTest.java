package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.Verify;
import io.intarsia.store.maintenance.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies at the first, second, third ... operation: what was committed stays. */
class CrashTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whateverOperationIsTheLastWhatWasCommittedIsReadable(boolean doneBeforeDeath)
      throws IOException {
    for (int survives = 0; ; survives++) {
      Path directory = temporary.resolve("store" + survives);
      ModelLibrary library = new ModelLibrary(survives % 3);
      try (Store store = Store.create(directory, Samples.SMALL)) {
        library.checkIn(store);
        library.checkIn(store);
        library.checkIn(store);
      }
      FailingBackend backend = new FailingBackend(directory, survives, doneBeforeDeath);
      runUntilDeath(directory, backend, library);
      recover(directory, library);
      if (!backend.hasFailed()) {
        assertThat(survives).isGreaterThan(40);
        return;
      }
    }
  }

  private static void runUntilDeath(Path directory, Backend backend, ModelLibrary library) {
    try (Store store = Store.open(directory, backend, Access.WRITE)) {
      library.checkIn(store, new Random(1));
      library.removeOne();
      library.removeOne();
      Gc.run(store, library, false);
      library.checkIn(store, new Random(2));
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("killed|dead");
    }
  }

  private static void recover(Path directory, ModelLibrary library) throws IOException {
    try (Store store = Store.open(directory, Access.WRITE)) {
      library.recover(store);
      library.check(store);
      library.checkIn(store, new Random(1));
      library.checkIn(store, new Random(3));
      library.check(store);
    }
    for (int round = 0; round < 2; round++) {
      try (Store store = Store.open(directory, Access.WRITE)) {
        Gc.run(store, library, false);
        library.check(store);
        library.checkIn(store, new Random(round));
      }
    }
    library.removeAll();
    try (Store store = Store.open(directory, Access.WRITE)) {
      Gc.run(store, library, false);
      library.checkIn(store, new Random(1));
      library.check(store);
    }
    assertThat(Verify.run(directory, VerifyOptions.full(), (done, of) -> {}).damaged()).isEmpty();
    try (var left = Files.list(directory.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }
}
