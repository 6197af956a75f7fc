package io.intarsia.store.insert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BaseTrustTest {
  private static final int FRAME = 1 << 10;

  private final BaseTrust trust = new BaseTrust(FRAME);

  /** Frames that are tried of so many, all with the same outcome. */
  private int tried(int frames, boolean well) {
    int tried = 0;
    for (int i = 0; i < frames; i++) {
      if (trust.allows(FRAME)) {
        tried++;
        trust.turnedOut(well);
      }
    }
    return tried;
  }

  @Test
  void whatTurnsOutWellIsAlwaysTried() {
    assertThat(tried(1000, true)).isEqualTo(1000);
  }

  @Test
  void whatNeverDoesIsTriedMoreAndMoreSeldom() {
    assertThat(tried(1000, false)).isBetween(2, 14);
    assertThat(tried(1000, false)).isBetween(1, 8);
  }

  @Test
  void oneSuccessIsEnough() {
    tried(1000, false);
    while (!trust.allows(FRAME)) {}
    trust.turnedOut(true);
    assertThat(tried(100, true)).isEqualTo(100);
    trust.turnedOut(false);
    assertThat(tried(100, true)).isEqualTo(100);
  }

  @Test
  void framesThatWereUnderWayCountOnce() {
    for (int i = 0; i < 20; i++) {
      trust.turnedOut(false);
    }
    int refused = 0;
    while (!trust.allows(FRAME)) {
      refused++;
    }
    assertThat(refused).isEqualTo(4);
  }

  @Test
  void afterAPauseNoMoreIsTriedThanShowsHowItTurnsOut() {
    trust.turnedOut(false);
    trust.turnedOut(false);
    int allowed = 0;
    for (int i = 0; i < 1000; i++) {
      allowed += trust.allows(FRAME / 4) ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(8);
    trust.turnedOut(true);
    assertThat(trust.allows(FRAME)).isTrue();
  }
}
