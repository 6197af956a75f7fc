package io.intarsia.library.checkin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.fixture.Seeded;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongIntMapTest {
  @Test
  void isAMap() {
    Random random = Seeded.random();
    for (int shift : new int[] {0, 3, 24, 40}) {
      LongIntMap map = new LongIntMap();
      Map<Long, Integer> model = new HashMap<>();
      for (int i = 0; i < 30_000; i++) {
        long key = (long) random.nextInt(20_000) << shift;
        assertThat(map.putIfAbsent(key, i)).isEqualTo(model.putIfAbsent(key, i) == null);
      }
      assertThat(map.size()).isEqualTo(model.size());
      for (long key = 0; key < 20_000; key++) {
        assertThat(map.get(key << shift))
            .isEqualTo(model.getOrDefault(key << shift, LongIntMap.ABSENT));
      }
      assertThat(map.get(Long.MAX_VALUE)).isEqualTo(LongIntMap.ABSENT);
    }
  }
}
