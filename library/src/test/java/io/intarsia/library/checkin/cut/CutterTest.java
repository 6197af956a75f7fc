package io.intarsia.library.checkin.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.bytes.Zeros;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.partition.Partition;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.guide.GuideChunk;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.OwnedRanges;
import io.intarsia.library.checkin.plan.TestPlans;
import io.intarsia.library.fixture.FakeFileSystem;
import io.intarsia.library.fixture.HoleyDisk;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutterTest {
  private static final int CHUNK = 16 << 10;

  /** Partitions whose files lie anywhere, also over each other. */
  private record Layout(int size, List<Partition> partitions, List<List<Extent>> files) {
    static Layout random(Random random, int size) {
      List<Partition> partitions = new ArrayList<>();
      List<List<Extent>> files = new ArrayList<>();
      int at = random.nextInt(20_000);
      for (int number = 1; number <= 3 && at < size - 1000; number++) {
        int length = Math.min(size - at, 1000 + random.nextInt(size / 2));
        partitions.add(TestPlans.partition(number, at, length));
        files.add(extents(random, length));
        at += length + random.nextInt(30_000) - (random.nextInt(5) == 0 ? length / 3 : 0);
      }
      return new Layout(size, partitions, files);
    }

    private static List<Extent> extents(Random random, int partition) {
      List<Extent> extents = new ArrayList<>();
      long fileOffset = 0;
      for (int i = random.nextInt(6); i >= 0; i--) {
        int length = Math.min(partition - 1, 1 + random.nextInt(50_000));
        int unit = random.nextBoolean() ? 1 : 1024;
        int disk = random.nextInt(partition - length) / unit * unit;
        extents.add(FakeFileSystem.plain(fileOffset, length, disk));
        fileOffset += length + (random.nextBoolean() ? 0 : random.nextInt(70_000));
      }
      return extents;
    }

    ImagePlan plan(ByteSource disk) throws IOException {
      Map<Partition, FakeFileSystem> fileSystems = new LinkedHashMap<>();
      for (int i = 0; i < partitions.size(); i++) {
        FakeFileSystem fs = new FakeFileSystem(disk);
        List<Extent> all = files.get(i);
        int half = all.size() / 2;
        add(fs, "a", all.subList(0, half), 5);
        add(fs, "b", all.subList(half, all.size()), 30_000);
        fs.elsewhere("c", new byte[] {1, 2, 3});
        fileSystems.put(partitions.get(i), fs);
      }
      return TestPlans.plan(disk, fileSystems, false);
    }

    private static void add(FakeFileSystem fs, String name, List<Extent> extents, int hole) {
      long end = extents.isEmpty() ? 0 : extents.getLast().fileOffset();
      long length = extents.isEmpty() ? 0 : extents.getLast().length();
      fs.file(name, end + length + hole, extents);
    }
  }

  @Test
  void piecesCoverTheDiskAndTheContentsOnceAndInOrder() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 150; round++) {
      byte[] bytes = Seeded.disk(random, 1 + random.nextInt(400_000));
      Layout layout = Layout.random(random, bytes.length);
      HoleyDisk disk = HoleyDisk.of(bytes, 512, random.nextDouble(), random);
      ImagePlan plan = layout.plan(disk);
      int batch = 2 * CHUNK + random.nextInt(100_000);
      Cuts cuts = Cuts.of(plan, guide(random, bytes), CHUNK, batch);
      checkContents(plan, cuts);
      checkDisk(plan, cuts, bytes);
    }
  }

  private static void checkContents(ImagePlan plan, Cuts cuts) throws IOException {
    for (int c = 0; c < plan.contents().count(); c++) {
      long pos = 0;
      for (Cuts.Cut cut : cuts.contents.getOrDefault(c, List.of())) {
        assertThat(cut.offset()).isEqualTo(pos);
        byte[] expected = new byte[(int) cut.length()];
        plan.contents().read(c, pos, expected, 0, expected.length);
        assertThat(cut.bytes()).isEqualTo(expected);
        if (cut.chunk() != null) {
          assertThat(pos % CHUNK).isZero();
          assertThat(cut.length()).isEqualTo(Math.min(CHUNK, plan.contents().size(c) - pos));
        }
        pos += cut.length();
      }
      assertThat(pos).isEqualTo(plan.contents().size(c));
    }
  }

  /** Skeleton and owned ranges, put together, are the disk. */
  private static void checkDisk(ImagePlan plan, Cuts cuts, byte[] bytes) throws IOException {
    byte[] rebuilt = new byte[bytes.length];
    int[] covered = new int[bytes.length];
    long before = 0;
    for (Cuts.Cut cut : cuts.skeleton) {
      assertThat(cut.offset()).isGreaterThanOrEqualTo(before);
      before = cut.offset() + cut.length();
      System.arraycopy(cut.bytes(), 0, rebuilt, (int) cut.offset(), (int) cut.length());
      count(covered, cut.offset(), cut.length());
    }
    OwnedRanges owned = plan.owned();
    for (int i = 0; i < owned.size(); i++) {
      int length = (int) owned.length(i);
      plan.contents().read(owned.content(i), owned.file(i), rebuilt, (int) owned.disk(i), length);
      count(covered, owned.disk(i), length);
    }
    assertThat(Arrays.stream(covered).allMatch(count -> count == 1)).isTrue();
    assertThat(rebuilt).isEqualTo(bytes);
  }

  private static void count(int[] covered, long from, long length) {
    for (int i = (int) from; i < from + length; i++) {
      covered[i]++;
    }
  }

  @Test
  void cutsDoNotDependOnWhichZerosAreHolesNorOnBatches() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 60; round++) {
      byte[] bytes = Seeded.disk(random, 1 + random.nextInt(400_000));
      Layout layout = Layout.random(random, bytes.length);
      Guide none = Guide.none();
      List<String> expected =
          Cuts.of(layout.plan(new MemorySource("disk", bytes)), none, CHUNK, 1 << 20).text();
      for (double share : new double[] {0.3, 0.7, 1}) {
        int unit = new int[] {1, 512, 4096, 65536}[random.nextInt(4)];
        HoleyDisk disk = HoleyDisk.of(bytes, unit, share, random);
        int batch = 2 * CHUNK + random.nextInt(100_000);
        assertThat(Cuts.of(layout.plan(disk), none, CHUNK, batch).text()).isEqualTo(expected);
      }
    }
  }

  @Test
  void guidedCutsDoNotDependOnWhichZerosAreHolesEither() throws IOException {
    Random random = Seeded.random();
    for (int round = 0; round < 100; round++) {
      byte[] bytes = Seeded.disk(random, 1 + random.nextInt(400_000));
      Layout layout = Layout.random(random, bytes.length);
      List<GuideChunk> chunks = guideChunks(random, bytes);
      ImagePlan flat = layout.plan(new MemorySource("disk", bytes));
      Cuts expected = Cuts.of(flat, inOrder(chunks), CHUNK, 1 << 20);
      HoleyDisk disk = HoleyDisk.of(bytes, 512, 0.6, random);
      Cuts cuts = Cuts.of(layout.plan(disk), inOrder(chunks), CHUNK, 1 << 20);
      assertThat(chunks(cuts)).isEqualTo(chunks(expected));
    }
  }

  private static List<Fingerprint> chunks(Cuts cuts) {
    List<Fingerprint> chunks = new ArrayList<>();
    for (Cuts.Cut cut : cuts.skeleton) {
      Fingerprint chunk = cut.chunk();
      if (chunk != null && (chunks.isEmpty() || !chunk.equals(chunks.getLast()))) {
        chunks.add(chunk);
      }
    }
    return chunks;
  }

  private static Guide guide(Random random, byte[] bytes) {
    return inOrder(guideChunks(random, bytes));
  }

  /** Chunks at any places, two of three of which hold what the disk holds there. */
  private static List<GuideChunk> guideChunks(Random random, byte[] bytes) {
    List<GuideChunk> chunks = new ArrayList<>();
    int at = random.nextInt(9000);
    while (at < bytes.length) {
      int unit = random.nextBoolean() ? 1024 : 1;
      at = (at + unit - 1) / unit * unit;
      int length = 1 + random.nextInt(CHUNK);
      int end = Math.min(bytes.length, at + length);
      if (at < end && !Zeros.isZero(bytes, at, end - at)) {
        byte[] chunk = Arrays.copyOfRange(bytes, at, at + length);
        chunk[random.nextInt(length)] ^= (byte) (random.nextInt(3) == 0 ? 1 : 0);
        chunks.add(new GuideChunk(at, length, Fingerprint.ofChunk(chunk, 0, length)));
      }
      at += length + (random.nextBoolean() ? 0 : random.nextInt(30_000));
    }
    return chunks;
  }

  private static Guide inOrder(List<GuideChunk> chunks) {
    return (from, to) -> {
      for (GuideChunk chunk : chunks) {
        if (chunk.disk() + chunk.length() > from) {
          return chunk.disk() < to ? chunk : null;
        }
      }
      return null;
    };
  }

  /** Changing any of this changes what every stored version shares with the next one. */
  @Test
  void boundariesArePinned() throws IOException {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    Arrays.fill(bytes, 70_000, 90_000, (byte) 0);
    FakeFileSystem fs = new FakeFileSystem(new MemorySource("p1", bytes));
    fs.file(
        "file",
        60_000,
        List.of(
            FakeFileSystem.plain(0, 20_480, 8192), FakeFileSystem.plain(40_960, 19_040, 0x8000)));
    Map<Partition, FakeFileSystem> partitions = Map.of(TestPlans.partition(1, 40_000, 100_000), fs);
    ImagePlan plan = TestPlans.plan(new MemorySource("disk", bytes), partitions, false);

    assertThat(Cuts.of(plan, Guide.none(), CHUNK, 1 << 20).text())
        .containsExactly(GOLDEN.split("\n"));
  }

  private static final String GOLDEN =
      """
      disk 0 16384 c1f23184+0
      disk 16384 16384 17458123+0
      disk 32768 7232 6652f941+0
      disk 40000 8192 a973d4c1+0
      disk 68672 4096 b16bfbcb+0
      disk 91808 13728 d36a6180+0
      disk 105536 16384 ec48f806+0
      disk 121920 16384 e160234b+0
      disk 138304 1696 c5576325+0
      disk 140000 7456 fbee775a+0
      disk 147456 16384 64bc0d30+0
      disk 163840 16384 3ee5c3ac+0
      disk 180224 16384 5daac5cd+0
      disk 196608 3392 e966850c+0
      0 0 16384 96f8ed28+0
      0 16384 16384 65bca47c+0
      0 32768 16384 zeros
      0 49152 10848 271bd6c4+0
      """;
}
