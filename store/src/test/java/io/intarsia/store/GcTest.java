package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.GcResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcTest {
  @TempDir Path temporary;
  private Path directory = Path.of("");

  @BeforeEach
  void chooseDirectory() {
    directory = temporary.resolve("store");
  }

  private Store open() throws IOException {
    return Store.open(directory, Access.WRITE);
  }

  /** Opens a store for it alone, as the command does. */
  private GcResult gc(ModelLibrary library) throws IOException {
    try (Store store = open()) {
      return Gc.run(store, library, false);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anySequenceKeepsEveryVersion(long seed) throws IOException {
    Random random = new Random(seed);
    ModelLibrary library = new ModelLibrary(seed);
    Store.create(directory, Samples.SMALL).close();
    Store store = open();
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(6)) {
        case 0, 1 -> library.checkIn(store);
        case 2, 3 -> library.removeOne();
        case 4 -> gc(library);
        default -> {
          store.close();
          store = open();
        }
      }
      if (step % 5 == 0) {
        library.check(store);
      }
    }
    library.check(store);
    store.close();
    gc(library);
    try (Store last = open()) {
      library.check(last);
    }
  }

  @Test
  void whatNoVersionNeedsGoesAndADryRunSaysSo() throws IOException {
    ModelLibrary library = new ModelLibrary(1);
    try (Store store = Store.create(directory, Samples.SMALL)) {
      for (int i = 0; i < 10; i++) {
        library.checkIn(store);
      }
    }
    library.removeAll();
    long before = bytesOf("packs");
    try (Store store = open()) {
      GcResult forecast = Gc.run(store, library, true);
      assertThat(forecast.freedBytes()).isEqualTo(before);
      assertThat(bytesOf("packs")).isEqualTo(before);
    }
    GcResult result = gc(library);
    assertThat(result.freedBytes()).isEqualTo(before);
    assertThat(result.waitingBytes()).isZero();
    assertThat(bytesOf("packs")).isZero();
    assertThat(bytesOf("index")).isZero();
    assertThat(Files.size(directory.resolve("reserve"))).isEqualTo(Reserve.LENGTH);
  }

  @Test
  void aPackWaitsForASessionThatMayReadIt() throws IOException {
    ModelLibrary library = new ModelLibrary(2);
    try (Store store = Store.create(directory, Samples.SMALL)) {
      library.checkIn(store);
    }
    long before = bytesOf("packs");
    Store reader = Store.open(directory, Access.READ);
    library.check(reader);
    library.removeAll();
    GcResult result = gc(library);
    assertThat(result.freedBytes()).isZero();
    assertThat(result.waitingBytes()).isEqualTo(before);
    reader.close();
    assertThat(gc(library).freedBytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCheckInThatReferencesWhatGcCondemnedRunsAgain(boolean withSomethingNew) throws IOException {
    ModelLibrary library = new ModelLibrary(3);
    try (Store store = Store.create(directory, Samples.SMALL)) {
      library.checkIn(store, new Random(77));
    }
    try (Store store = open()) {
      Set<Fingerprint> chunks = new HashSet<>();
      try (Inserter inserter = store.inserter()) {
        // all of it is known from the version that is about to be removed
        Fingerprint root = library.put(inserter, new Random(77), chunks);
        if (withSomethingNew) {
          root = inserter.putObject(Samples.object('X', List.of(root), List.of()));
        }
        Fingerprint committed = root;
        library.removeAll();
        gc(library);
        assertThatThrownBy(
                () -> {
                  inserter.seal();
                  library.commit(store, inserter, committed, chunks);
                })
            .isInstanceOf(CondemnedException.class);
        assertThat(library.versionCount()).isZero();
      }
      library.checkIn(store, new Random(77));
      gc(library);
      library.check(store);
    }
    gc(library);
    try (Store store = open()) {
      library.check(store);
    }
  }

  @Test
  void anObjectIsNotTrustedWhenWhatIsBelowItHasGone() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      directory = temporary.resolve("store" + seed);
      ModelLibrary library = new ModelLibrary(seed);
      try (Store store = Store.create(directory, Samples.SMALL)) {
        for (int i = 0; i < 4; i++) {
          library.checkIn(store);
        }
      }
      for (int round = 0; round < 4; round++) {
        library.removeOne();
        library.removeOne();
        gc(library);
        try (Store store = open()) {
          library.checkIn(store);
          library.checkIn(store);
          library.check(store);
        }
      }
    }
  }

  private long bytesOf(String part) throws IOException {
    try (var files = Files.walk(directory.resolve(part))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
