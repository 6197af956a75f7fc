package io.intarsia.formats.filesystem.fat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectoryClustersTest {
  private static final int MILLION = 1 << 20;

  @Test
  void aClusterBelongsToTheFirstThatClaimsIt() {
    DirectoryClusters clusters = new DirectoryClusters();
    assertThat(clusters.claim(2, 10)).isTrue();
    assertThat(clusters.claim(2, 11)).isFalse();
    assertThat(clusters.claim(2, 10)).isTrue();
    assertThat(clusters.claim(-1, 11)).isTrue();
    assertThat(clusters.claim(-1, 10)).isFalse();
  }

  @Test
  void noMoreThanAMillion() {
    DirectoryClusters clusters = new DirectoryClusters();
    for (int i = 1; i <= MILLION; i++) {
      clusters.claim(i * 3, i / 100);
    }
    assertThat(clusters.claim(1, 1)).isFalse();
    for (int i = 1; i <= MILLION; i += 1000) {
      assertThat(clusters.claim(i * 3, i / 100)).isTrue();
      assertThat(clusters.claim(i * 3, i / 100 + 1)).isFalse();
    }
  }
}
