package io.intarsia.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker notices when something that the store depends on is not so. */
class BrokenSystemTest {
  private static final int RUNS = 60;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isNoticed(Defect defect) {
    for (long seed = 1; seed <= RUNS; seed++) {
      if (fails(seed, defect)) {
        return;
      }
    }
    assertThat(RUNS).as("runs in which %s was not noticed", defect).isZero();
  }

  private static boolean fails(long seed, Defect defect) {
    try {
      Run.of(seed, defect);
      return false;
    } catch (AssertionError e) {
      assertThat(e).hasMessageContaining("-Dintarsia.seed=" + seed);
      return true;
    }
  }
}
