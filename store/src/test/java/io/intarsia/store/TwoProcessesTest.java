package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.maintenance.Gc;
import io.intarsia.store.maintenance.GcResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {
  @TempDir Path temporary;
  private Path directory = Path.of("");
  private final ModelLibrary library = new ModelLibrary(1);

  @BeforeEach
  void makeStore() throws IOException {
    directory = temporary.resolve("store");
    try (Store store = Store.create(directory, Samples.SMALL)) {
      library.checkIn(store);
    }
  }

  private GcResult gc() throws IOException {
    try (Store store = Store.open(directory, Access.WRITE)) {
      return Gc.run(store, library, false);
    }
  }

  @Test
  void gcWaitsForAReaderUntilItIsKilled() throws IOException {
    library.removeAll();
    try (OtherProcess reader = new OtherProcess(directory, "read")) {
      GcResult result = gc();
      assertThat(result.freedBytes()).isZero();
      assertThat(result.waitingBytes()).isPositive();
      assertThat(gc().waitingBytes()).isEqualTo(result.waitingBytes());
      // a session begun later does not hold it up
      try (OtherProcess later = new OtherProcess(directory, "read")) {
        reader.close();
        assertThat(gc().freedBytes()).isEqualTo(result.waitingBytes());
        assertThat(later).isNotNull();
      }
    }
  }

  @Test
  void oneCommitsAtATime() throws Exception {
    try (OtherProcess other = new OtherProcess(directory, "commit");
        Store store = Store.open(directory, Access.WRITE)) {
      CompletableFuture<Long> mine =
          CompletableFuture.supplyAsync(() -> {
            try {
              return store.<Long>commit(null, records -> records.append(new byte[] {2}));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThatThrownBy(() -> mine.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      other.finish();
      assertThat(mine.get(30, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(store.records().read(2)).containsExactly(1);
      assertThat(store.records().read(3)).containsExactly(2);
    }
  }

  @Test
  void gcLeavesAloneWhatALiveProcessWrites() throws IOException, InterruptedException {
    try (OtherProcess other = new OtherProcess(directory, "insert")) {
      for (int i = 0; i < 200 && unfinished() == 0; i++) {
        Thread.sleep(50);
      }
      assertThat(unfinished()).isEqualTo(1);
      gc();
      assertThat(unfinished()).isEqualTo(1);
      other.close();
      gc();
      assertThat(unfinished()).isZero();
    }
    try (Store store = Store.open(directory, Access.READ)) {
      library.check(store);
    }
  }

  private long unfinished() throws IOException {
    try (var files = Files.list(directory.resolve("tmp"))) {
      return files.count();
    }
  }
}
