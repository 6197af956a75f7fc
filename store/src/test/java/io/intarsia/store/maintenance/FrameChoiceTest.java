package io.intarsia.store.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.PackId;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameChoiceTest {
  private static final int PACKS = 50;
  private static final int FRAMES = 200;

  private static PackId pack(int number) {
    return new PackId(0xABCD_EF01_2345_6789L * number, number);
  }

  private static int taken(FrameChoice choice) {
    int taken = 0;
    for (int pack = 0; pack < PACKS; pack++) {
      for (int frame = 0; frame < FRAMES; frame++) {
        taken += choice.takes(pack(pack), frame) ? 1 : 0;
      }
    }
    return taken;
  }

  @Test
  void allAndNothing() {
    for (long start : new long[] {0, -1, Long.MIN_VALUE, 77}) {
      assertThat(taken(new FrameChoice(100, start, Set.of()))).isEqualTo(PACKS * FRAMES);
      assertThat(taken(new FrameChoice(0, start, Set.of()))).isZero();
      assertThat(taken(new FrameChoice(0, start, Set.of(pack(3))))).isEqualTo(FRAMES);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 5, 25, 49.9, 50, 50.1, 75, 99.99})
  void aSampleHasItsShare(double percent) {
    double expected = PACKS * FRAMES * percent / 100;
    assertThat((double) taken(new FrameChoice(percent, 12345, Set.of())))
        .isBetween(expected * 0.9 - 5, expected * 1.1 + 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 20})
  void samplesThatFollowEachOtherTakeEachFrameOnce(int samples) {
    long start = new Random(samples).nextLong();
    int[][] times = new int[PACKS][FRAMES];
    for (int i = 0; i < samples; i++) {
      FrameChoice choice = new FrameChoice(100.0 / samples, start, Set.of());
      start = choice.end();
      for (int pack = 0; pack < PACKS; pack++) {
        for (int frame = 0; frame < FRAMES; frame++) {
          times[pack][frame] += choice.takes(pack(pack), frame) ? 1 : 0;
        }
      }
    }
    for (int[] pack : times) {
      assertThat(pack).containsOnly(1);
    }
  }
}
