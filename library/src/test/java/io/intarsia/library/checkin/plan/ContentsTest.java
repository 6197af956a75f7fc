package io.intarsia.library.checkin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.library.fixture.FakeFileSystem;
import io.intarsia.library.fixture.HoleyDisk;
import io.intarsia.library.fixture.Seeded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentsTest {
  private static final int DISK = 5000;

  @Test
  void filesReadAsTheirExtentsSay() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 200; round++) {
      byte[] bytes = Seeded.disk(random, DISK);
      ByteSource disk = HoleyDisk.of(bytes, 64, 0.7, random);
      FakeFileSystem fs = new FakeFileSystem(disk);
      List<byte[]> expected = new ArrayList<>();
      List<boolean[]> claimed = new ArrayList<>();
      int files = 1 + random.nextInt(4);
      for (int f = 0; f < files; f++) {
        byte[] content = new byte[1 + random.nextInt(900)];
        boolean[] isClaimed = new boolean[content.length];
        fs.file("f" + f, content.length, extents(random, bytes, content, isClaimed));
        expected.add(content);
        claimed.add(isClaimed);
      }
      byte[] inline = Seeded.bytes(random, 50);
      fs.elsewhere("inline", inline);
      Contents contents = TestPlans.whole(disk, fs).contents();
      assertThat(contents.count()).isEqualTo(files + 1);
      for (int f = 0; f < files; f++) {
        check(contents, f, expected.get(f), claimed.get(f), random);
      }
      boolean[] all = new boolean[inline.length];
      Arrays.fill(all, true);
      check(contents, files, inline, all, random);
    }
  }

  private static List<Extent> extents(
      Random random, byte[] disk, byte[] content, boolean[] isClaimed) {
    List<Extent> extents = new ArrayList<>();
    int at = random.nextInt(100);
    while (at < content.length) {
      int length = Math.min(content.length - at, 1 + random.nextInt(300));
      if (random.nextInt(4) == 0) {
        extents.add(new Extent(at, length, Extent.Kind.ZERO, -1));
      } else {
        int from = random.nextInt(DISK - length);
        extents.add(FakeFileSystem.plain(at, length, from));
        System.arraycopy(disk, from, content, at, length);
        Arrays.fill(isClaimed, at, at + length, true);
      }
      at += length + (random.nextBoolean() ? 0 : random.nextInt(200));
    }
    return extents;
  }

  private static void check(
      Contents contents, int content, byte[] expected, boolean[] claimed, Random random)
      throws IOException {
    assertThat(contents.size(content)).isEqualTo(expected.length);
    for (int i = 0; i < 20; i++) {
      int from = random.nextInt(expected.length);
      int length = random.nextInt(expected.length - from + 1);
      byte[] target = Seeded.bytes(random, length + 4);
      byte[] whole = target.clone();
      System.arraycopy(expected, from, whole, 2, length);
      contents.read(content, from, target, 2, length);
      assertThat(target).isEqualTo(whole);
      int next = from;
      while (next < claimed.length && !claimed[next]) {
        next++;
      }
      assertThat(contents.nextClaimed(content, from)).isEqualTo(next);
    }
  }
}
