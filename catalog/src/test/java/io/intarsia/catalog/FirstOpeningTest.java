package io.intarsia.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several first users of a store make its catalog at the same moment. */
class FirstOpeningTest {
  private static final int USERS = 4;
  private static final int ROUNDS = 40;

  @TempDir private Path temporary;

  @Test
  void allFindTheCatalogThatOneMakes() throws Exception {
    try (ExecutorService users = Executors.newFixedThreadPool(USERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        Path file = temporary.resolve("catalog-" + round + ".db");
        CyclicBarrier start = new CyclicBarrier(USERS);
        List<Future<Long>> opened = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
          opened.add(
              users.submit(() -> {
                start.await();
                try (Catalog catalog = Catalog.open(file, Catalog.Mode.READ_WRITE)) {
                  return catalog.lastRecord();
                }
              }));
        }
        for (Future<Long> last : opened) {
          assertThat(last.get()).isZero();
        }
      }
    }
  }
}
