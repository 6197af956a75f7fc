package io.intarsia.library.checkin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.partition.Partition;
import io.intarsia.library.fixture.FakeFileSystem;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DropsTest {
  private final byte[] bytes = new byte[400];
  private final MemorySource disk = new MemorySource("disk", bytes);
  private final Map<Partition, FakeFileSystem> partitions = new LinkedHashMap<>();

  DropsTest() {
    Arrays.fill(bytes, (byte) 1);
  }

  private FakeFileSystem partition(int number, long offset, long length) {
    FakeFileSystem fs = new FakeFileSystem(disk);
    partitions.put(TestPlans.partition(number, offset, length), fs);
    return fs;
  }

  /** Plans and checks which bytes became zeros. */
  private List<String> plan(int... zeroRanges) throws IOException {
    ImagePlan plan = TestPlans.plan(disk, partitions, true);
    byte[] expected = bytes.clone();
    long dropped = 0;
    for (int i = 0; i < zeroRanges.length; i += 2) {
      Arrays.fill(expected, zeroRanges[i], zeroRanges[i + 1], (byte) 0);
      dropped += zeroRanges[i + 1] - zeroRanges[i];
    }
    assertThat(plan.bytes().read(0, bytes.length)).isEqualTo(expected);
    assertThat(plan.droppedBytes()).isEqualTo(dropped);
    return plan.places().stream().map(p -> String.valueOf(p.problem())).toList();
  }

  @Test
  void soundMapsAreFollowed() throws IOException {
    partition(2, 200, 100).free(0, 10).free(90, 10);
    partition(1, 100, 100).free(10, 90);

    assertThat(plan(110, 200, 200, 210, 290, 300)).containsExactly("null", "null");
  }

  @Test
  void anUnsoundMapIsNotFollowedAtAll() throws IOException {
    partition(1, 100, 100).free(10, 10).unsound("wrong checksum");

    assertThat(plan()).containsExactly("free space kept: fake: wrong checksum");
  }

  @Test
  void anUnsoundMapLeavesTheNeighbourWhatItWas() throws IOException {
    partition(1, 100, 100).free(50, 50);
    partition(2, 200, 100).free(0, 20).unsound("wrong checksum");

    assertThat(plan(150, 200)).containsExactly("null", "free space kept: fake: wrong checksum");
  }

  @Test
  void overlappingPartitionsKeepTheirFreeSpace() throws IOException {
    partition(1, 100, 100).free(10, 10);
    partition(2, 150, 100).free(60, 10);
    partition(3, 300, 100).free(0, 10);

    assertThat(plan(300, 310))
        .containsExactly(
            "free space kept: p1: it overlaps p2", "free space kept: p2: it overlaps p1", "null");
  }

  @Test
  void aMapThatCallsAFilesBlocksFreeIsNotFollowed() throws IOException {
    FakeFileSystem fs = partition(1, 100, 100);
    fs.file("file", 30, List.of(FakeFileSystem.plain(0, 30, 40)));
    fs.free(0, 10).free(35, 6);

    assertThat(plan())
        .containsExactly("free space kept: p1: its allocation map calls a file's blocks free");
  }

  @Test
  void rangesOutsideOrOutOfOrderAreNotFollowed() throws IOException {
    partition(1, 0, 100).free(50, 10).free(20, 10);
    partition(2, 100, 100).free(95, 10);

    assertThat(plan())
        .containsExactly(
            "free space kept: p1: its allocation map is not in order",
            "free space kept: p2: its allocation map is not in order");
  }

  @Test
  void aFileSystemThatWasNotReadInFullKeepsItsFreeSpace() throws IOException {
    FakeFileSystem fs = partition(1, 100, 100).free(0, 10);
    fs.file("outside", 10, List.of(FakeFileSystem.plain(0, 10, 95)));

    assertThat(plan())
        .containsExactly(
            "fake: a file's extent lies outside the partition;"
                + " free space kept: p1: the file system was not read in full");
  }
}
