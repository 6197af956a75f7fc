package io.intarsia.library.checkin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.library.fixture.HoleyDisk;
import io.intarsia.library.fixture.Seeded;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HidingSourceTest {
  private static final int SIZE = 200;

  @Test
  void hiddenBytesAreHolesAndTheOthersAreWhatTheyWere() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 500; round++) {
      byte[] bytes = Seeded.disk(random, SIZE);
      ByteSource disk = HoleyDisk.of(bytes, 1 + random.nextInt(9), 0.5, random);
      HiddenRanges hidden = new HiddenRanges();
      boolean[] isHole = new boolean[SIZE + 1];
      for (int i = 0; i < SIZE; i++) {
        isHole[i] = disk.nextData(i) > i;
      }
      int dropped = 0;
      for (int at = random.nextInt(40); at < SIZE; ) {
        int end = Math.min(SIZE, at + 1 + random.nextInt(30));
        hidden.add(at, end);
        for (int i = at; i < end; i++) {
          dropped += isHole[i] ? 0 : 1;
          isHole[i] = true;
          bytes[i] = disk.read(i, 1)[0];
        }
        at = end + (random.nextBoolean() ? 0 : random.nextInt(40));
      }
      assertThat(hidden.dataBytes(disk, 0)).isEqualTo(dropped);
      check(new HidingSource(disk, hidden), disk, hidden, isHole, random);
    }
  }

  private static void check(
      HidingSource hiding, ByteSource disk, HiddenRanges hidden, boolean[] isHole, Random random)
      throws IOException {
    byte[] expected = disk.read(0, SIZE);
    for (int i = 0; i < hidden.size(); i++) {
      Arrays.fill(expected, (int) hidden.start(i), (int) hidden.end(i), (byte) 0);
    }
    for (int i = 0; i <= SIZE; i++) {
      assertThat(hiding.nextData(i)).isEqualTo(next(isHole, i, false));
      assertThat(hiding.nextHole(i)).isEqualTo(next(isHole, i, true));
      int length = random.nextInt(SIZE - i + 1);
      assertThat(hiding.read(i, length)).isEqualTo(Arrays.copyOfRange(expected, i, i + length));
    }
  }

  private static long next(boolean[] isHole, int from, boolean wanted) {
    int i = from;
    while (i < SIZE && isHole[i] != wanted) {
      i++;
    }
    return i;
  }
}
