package io.intarsia.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PageCacheTest {
  @Test
  void neverReturnsAnotherPage() {
    Random random = SeededRandom.create();
    for (int capacity : new int[] {0, 1, 4, 7, 64, 1000}) {
      PageCache cache = new PageCache(capacity);
      for (int i = 0; i < 10_000; i++) {
        long number = random.nextInt(200) - 100L;
        byte[] page = cache.get(number);
        assertThat(page == null || page[0] == (byte) number).isTrue();
        cache.put(number, new byte[] {(byte) number});
        assertThat(cache.get(number)).containsExactly((byte) number);
      }
    }
  }

  @Test
  void keepsNoMoreThanItsCapacity() {
    PageCache cache = new PageCache(64);
    for (long i = 0; i < 10_000; i++) {
      cache.put(i, new byte[1]);
    }
    int kept = 0;
    for (long i = 0; i < 10_000; i++) {
      kept += cache.get(i) == null ? 0 : 1;
    }
    assertThat(kept).isEqualTo(64);
  }

  @Test
  void dropsThePageThatWasNotUsedForLongest() {
    PageCache cache = new PageCache(4);
    for (long i = 0; i < 4; i++) {
      cache.put(i, new byte[1]);
    }
    assertThat(cache.get(0)).isNotNull();
    cache.put(4, new byte[1]);
    assertThat(cache.get(0)).isNotNull();
    assertThat(cache.get(1)).isNull();
  }
}
