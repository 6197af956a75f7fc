package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.CondemnedException;
import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.GcResult;
import io.intarsia.store.maintenance.RootsSource;
import io.intarsia.store.object.StoredObject;
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

  @Test
  void aCheckInThatSeesEarlyThatGcCondemnedSomethingRunsAgain() throws IOException {
    ModelLibrary library = new ModelLibrary(3);
    try (Store store = Store.create(directory, Samples.SMALL)) {
      library.checkIn(store, new Random(77));
    }
    try (Store store = open();
        Inserter inserter = store.inserter()) {
      Fingerprint known = library.put(inserter, new Random(77), new HashSet<>());
      library.removeAll();
      gc(library);
      store.parts().index().refresh(); // as a merge of segments does
      StoredObject object = Samples.object('X', List.of(known), List.of());
      assertThatThrownBy(() -> inserter.putObject(object)).isInstanceOf(CondemnedException.class);
    }
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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anObjectIsNotTrustedWhenWhatIsBelowItHasGone(boolean itsWriterLives) throws IOException {
    byte[] chunk = new byte[3000];
    Fingerprint below = Samples.fingerprint(chunk);
    StoredObject dying = Samples.object('A', List.of(), List.of(below));
    StoredObject staying = Samples.object('X', List.of(), List.of());
    Set<Fingerprint> roots = new HashSet<>();
    RootsSource source = () -> new RootsSource.Roots(roots, 0);
    Store first = Store.create(directory, Samples.SMALL);
    try (Inserter inserter = first.inserter()) {
      inserter.putChunk(below, chunk, 0, chunk.length);
      inserter.putObject(dying);
      // in the same pack of objects, and needed by another version
      roots.add(inserter.putObject(staying));
      inserter.seal();
    }
    Store second = open();
    if (!itsWriterLives) {
      first.close();
    }
    try (Store collector = open()) {
      Gc.run(collector, source, false);
    }
    for (Store store : itsWriterLives ? List.of(first, second) : List.of(second)) {
      // the chunk can be deleted only when the first session has ended
      try (Inserter inserter = store.inserter()) {
        assertThat(inserter.known(dying.fingerprint())).isEqualTo(itsWriterLives);
      }
    }
    first.close();
    second.close();
    try (Store collector = open()) {
      Gc.run(collector, source, false);
    }
    try (Store store = open();
        Inserter inserter = store.inserter()) {
      assertThat(inserter.known(below)).isFalse();
      assertThat(inserter.known(dying.fingerprint())).isFalse();
      assertThat(store.reader().readObject(staying.fingerprint())).isEqualTo(staying);
    }
  }

  @Test
  void anObjectOfALiveSessionIsNotTrustedEither() throws IOException {
    byte[] chunk = new byte[3000];
    Fingerprint below = Samples.fingerprint(chunk);
    StoredObject dying = Samples.object('A', List.of(), List.of(below));
    RootsSource none = () -> new RootsSource.Roots(List.of(), 0);
    try (Store store = Store.create(directory, Samples.SMALL);
        Inserter inserter = store.inserter()) {
      inserter.putChunk(below, chunk, 0, chunk.length);
      inserter.seal();
    }
    try (Store writer = open();
        Inserter inserter = writer.inserter()) {
      // builds on the chunk, publishes, and has not committed when gc condemns it
      inserter.putObject(dying);
      inserter.seal();
      try (Store collector = open()) {
        Gc.run(collector, none, false);
      }
      try (Store other = open();
          Inserter next = other.inserter()) {
        assertThat(next.known(below)).isFalse();
        assertThat(next.known(dying.fingerprint())).isFalse();
      }
      assertThatThrownBy(() -> writer.commit(inserter, records -> records.append(new byte[1])))
          .isInstanceOf(CondemnedException.class);
    }
  }

  private long bytesOf(String part) throws IOException {
    try (var files = Files.walk(directory.resolve(part))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
