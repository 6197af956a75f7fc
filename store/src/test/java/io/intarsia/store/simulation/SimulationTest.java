package io.intarsia.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store under faults: see docs/FAULTS.md. */
class SimulationTest {
  private static final boolean LONG = Boolean.getBoolean("intarsia.long");
  private static final int RUNS = Integer.getInteger("intarsia.runs", LONG ? 12_000 : 400);
  private static final int REPORTED = 10;

  @Test
  void whatIsCommittedOutlivesAllThatMayHappen() throws Exception {
    Long seed = Long.getLong("intarsia.seed");
    if (seed != null) {
      Run.of(seed, Defect.NONE);
      return;
    }
    // the build always makes the same runs; other ones are for the long mode
    long first = LONG ? System.nanoTime() & 0xFFFF_FFFF_FFFFL : 1;
    System.out.println(RUNS + " runs from -Dintarsia.seed=" + first);
    assertThat(failures(first)).isEmpty();
  }

  private static List<String> failures(long first) throws Exception {
    List<String> failures = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Callable<List<AssertionError>>> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        long seed = first + i;
        runs.add(() -> failure(seed));
      }
      for (Future<List<AssertionError>> run : threads.invokeAll(runs)) {
        for (AssertionError failure : run.get()) {
          failures.add(String.valueOf(failure.getMessage()));
          if (failures.size() <= REPORTED) {
            failure.printStackTrace();
          }
        }
      }
    }
    return failures;
  }

  private static List<AssertionError> failure(long seed) {
    try {
      Run.of(seed, Defect.NONE);
      return List.of();
    } catch (AssertionError e) {
      return List.of(e);
    }
  }

  @Test
  void aSeedDecidesEverything() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(Run.of(seed, Defect.NONE)).isEqualTo(Run.of(seed, Defect.NONE));
    }
  }

  /**
   * Where verify took a disk that failed once for damage of what builds on what it did not read.
   */
  @ParameterizedTest
  @ValueSource(longs = {37634120471923L, 37634120474885L})
  void aBaseIsReadAgainBeforeItIsGivenUp(long seed) {
    Run.of(seed, Defect.NONE);
  }

  /**
   * Where a check-in ended while gc deleted what it built on, with and without an index made anew
   * before the next gc.
   */
  @ParameterizedTest
  @ValueSource(longs = {54771315639814L, 59727893128146L})
  void whatIsLeftBehindIsNoDamage(long seed) {
    Run.of(seed, Defect.NONE);
  }

  /** Where the key with which a verification runs is removed. */
  @Test
  void aKeyThatIsRemovedIsNoDamage() {
    Run.of(59727893139939L, Defect.NONE);
  }

  /** Where a disk failed while a session looked for the directory that it needs. */
  @Test
  void aDirectoryThatCannotBeLookedAtIsNotMissing() {
    Run.of(60770484446749L, Defect.NONE);
  }
}
