package io.intarsia.store.insert;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import org.junit.jupiter.api.Test;

class BaseChoiceTest {
  private static final int FRAME = 1 << 20;
  private static final int LEAST = FRAME / 8;

  private final BaseChoice choice = new BaseChoice(FRAME);

  private static FrameId frame(int number) {
    return new FrameId(new PackId(1, 2), number, 1, 1, (byte) 1, 0);
  }

  @Test
  void aLongRunIsWorthAFrameAtOnce() {
    assertThat(choice.isWorth(frame(1), 4096, LEAST)).isTrue();
    assertThat(choice.isWorth(frame(2), 4096, LEAST - 1)).isFalse();
  }

  @Test
  void shortOnesAreOnceThereAreEnoughOfThem() {
    int refused = 0;
    while (!choice.isWorth(frame(1), 4096, 4096)) {
      refused++;
    }
    assertThat(refused).isEqualTo(LEAST / 4096 - 1);
    assertThat(choice.isWorth(frame(1), 1, 1)).isTrue();
  }

  @Test
  void whatComesLongAfterwardsCountsAnew() {
    assertThat(choice.isWorth(frame(1), 4096, LEAST)).isTrue();
    for (int other = 2; other < 10; other++) {
      assertThat(choice.isWorth(frame(other), 4096, LEAST)).isTrue();
    }
    assertThat(choice.isWorth(frame(1), 4096, 4096)).isFalse();
  }

  @Test
  void runsThatComeToLittleAreSoonNotBelievedAnyMore() {
    int admitted = 0;
    for (int number = 0; number < 1000; number++) {
      admitted += choice.isWorth(frame(number), 4096, FRAME) ? 1 : 0;
    }
    assertThat(admitted).isBetween(1, 10);
    // frames that prove their worth are taken, and make up for the others
    int proving = 2000;
    while (!choice.isWorth(frame(proving), 4096, 4096)) {}
    for (int i = 0; i < 10 * LEAST / 4096; i++) {
      assertThat(choice.isWorth(frame(proving), 4096, 4096)).isTrue();
    }
    assertThat(choice.isWorth(frame(3000), 4096, FRAME)).isTrue();
  }

  @Test
  void whatIsScatteredOverManyFramesIsForgotten() {
    for (int round = 0; round < 100; round++) {
      for (int number = 0; number < 200; number++) {
        assertThat(choice.isWorth(frame(number), 4096, 4096)).isFalse();
      }
    }
  }
}
