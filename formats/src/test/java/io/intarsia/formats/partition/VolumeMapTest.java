package io.intarsia.formats.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VolumeMapTest {
  private static final int SPACE = 4000;

  @Test
  void volumesReadAsTheirSegmentsSay() throws IOException {
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    Random random = new Random(seed);
    byte[] space = new byte[SPACE];
    for (int round = 0; round < 300; round++) {
      random.nextBytes(space);
      List<VolumeMap.Segment> segments = new ArrayList<>();
      byte[] expected = new byte[0];
      for (int i = random.nextInt(4); i >= 0; i--) {
        int stripes = 1 + random.nextInt(3);
        int unit = 1 + random.nextInt(20);
        int rows = 1 + random.nextInt(10);
        List<Long> areas = new ArrayList<>();
        for (int s = 0; s < stripes; s++) {
          areas.add((long) random.nextInt(SPACE - rows * unit));
        }
        int start = expected.length;
        int length = stripes * rows * unit;
        segments.add(new VolumeMap.Segment(start, length, unit, areas));
        expected = Arrays.copyOf(expected, start + length);
        for (int u = 0; u < stripes * rows; u++) {
          int from = areas.get(u % stripes).intValue() + u / stripes * unit;
          if (stripes == 1) {
            from = areas.getFirst().intValue() + u * unit;
          }
          System.arraycopy(space, from, expected, start + u * unit, unit);
        }
      }
      VolumeMap map = new VolumeMap(segments);
      ByteSource volume = VolumeSource.open(new MemorySource("space", space), "vg/lv", map);
      assertThat(volume.size()).isEqualTo(expected.length);
      for (int i = 0; i < 20; i++) {
        int from = random.nextInt(expected.length);
        int length = random.nextInt(expected.length - from + 1);
        assertThat(volume.read(from, length))
            .isEqualTo(Arrays.copyOfRange(expected, from, from + length));
      }
    }
  }

  @Test
  void aPartitionIsOneRun() throws IOException {
    VolumeMap map = VolumeMap.of(500, 100);
    assertThat(map.isContiguous()).isTrue();
    List<Long> runs = new ArrayList<>();
    map.visit(10, 80, (from, place, length) -> runs.addAll(List.of(from, place, length)));
    assertThat(runs).containsExactly(10L, 510L, 80L);
  }
}
