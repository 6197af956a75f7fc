package io.intarsia.library.checkin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskReadsTest {
  private static final int SIZE = 100;
  private static final int HOLE_FROM = 60;
  private static final int HOLE_TO = 70;

  private final Disk disk = new Disk();
  private final byte[] buffer = new byte[SIZE];
  private final DiskReads reads = new DiskReads(disk, buffer);

  /** Byte {@code i} is {@code i}, but for a hole; notes which ranges are read. */
  private static final class Disk implements ByteSource {
    private final List<String> read = new ArrayList<>();

    @Override
    public long size() {
      return SIZE;
    }

    @Override
    public String description() {
      return "disk";
    }

    @Override
    public void read(long offset, byte[] target, int targetOffset, int length) {
      read.add(offset + "+" + length);
      for (int i = 0; i < length; i++) {
        target[targetOffset + i] = (byte) (offset + i);
      }
    }

    @Override
    public long nextData(long offset) {
      return offset >= HOLE_FROM && offset < HOLE_TO ? HOLE_TO : offset;
    }

    @Override
    public long nextHole(long offset) {
      return offset < HOLE_FROM ? HOLE_FROM : offset < HOLE_TO ? offset : SIZE;
    }

    @Override
    public void close() {}
  }

  @Test
  void whatFollowsOnTheDiskAndInTheBufferIsReadAsOne() throws IOException {
    reads.add(10, 0, 5);
    reads.add(15, 5, 7);
    reads.add(22, 12, 3);
    assertThat(disk.read).isEmpty();
    reads.finish();
    assertThat(disk.read).containsExactly("10+15");
    assertThat(buffer).startsWith(10, 11, 12).contains(24);
  }

  @Test
  void anyOtherRangeIsReadByItself() throws IOException {
    reads.add(10, 0, 5);
    reads.add(15, 6, 5);
    reads.add(30, 11, 5);
    reads.add(20, 16, 5);
    reads.finish();
    reads.finish();
    assertThat(disk.read).containsExactly("10+5", "15+5", "30+5", "20+5");
  }

  @Test
  void afterTheEndAnotherRangeBegins() throws IOException {
    reads.add(10, 0, 5);
    reads.finish();
    reads.add(15, 5, 5);
    reads.finish();
    assertThat(disk.read).containsExactly("10+5", "15+5");
  }

  @Test
  void holesAreNotReadAndZerosFilledIn() throws IOException {
    Arrays.fill(buffer, (byte) 99);
    reads.add(50, 0, 10);
    reads.add(60, 10, 15);
    reads.addZeros(25, 30);
    reads.finish();
    assertThat(disk.read).containsExactly("50+10", "70+5");
    assertThat(buffer[9]).isEqualTo((byte) 59);
    assertThat(Arrays.copyOfRange(buffer, 10, 20)).containsOnly(0);
    assertThat(buffer[20]).isEqualTo((byte) 70);
    assertThat(Arrays.copyOfRange(buffer, 25, 30)).containsOnly(0);
    assertThat(buffer[30]).isEqualTo((byte) 99);
  }
}
