package io.intarsia.formats.filesystem.exfat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.HostileWalk;
import io.intarsia.formats.filesystem.Survey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile volumes: an error for what is damaged, and never a loop. */
class ExfatDamageTest {
  private static final int BYTES = 50_000;

  @TempDir Path directory = Path.of("");
  private byte[] image = {};
  private int file;
  private int first;
  private int fat;
  private int sub;

  @BeforeEach
  void make() throws IOException {
    ExfatImage made = ExfatImage.make(directory, 4, "-c 4K -L Label");
    first = made.scattered(ExfatImage.content(BYTES));
    made.add(0, "other", new ExfatImage.Entry(0, 1, 0, 0, 0));
    file = made.add(0, "file", new ExfatImage.Entry(0, 1, first, BYTES, BYTES));
    int cluster = made.scattered(new byte[8192]);
    sub = made.place(cluster);
    made.add(0, "sub", new ExfatImage.Entry(16, 1, cluster, 8192, 8192));
    made.add(cluster, "below", new ExfatImage.Entry(0, 3, made.allocate(9), 30_000, 30_000));
    image = made.bytes();
    fat = (int) LittleEndian.u32(image, 80) << 9;
  }

  private void assertFileIsDamaged(int inodes) throws IOException {
    FileSystem fileSystem = ExfatImage.open(image);
    assertThat(Survey.inodes(fileSystem)).hasSize(inodes);
    assertThatThrownBy(() -> fileSystem.open(Survey.inode(Survey.inodes(fileSystem), "/file")))
        .isInstanceOf(MalformedException.class);
  }

  private void assertListingIsDamaged(String what) throws IOException {
    FileSystem fileSystem = ExfatImage.open(image);
    assertThatThrownBy(() -> Survey.inodes(fileSystem))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(what);
    HostileWalk.damaged(new ExfatReader(), image);
  }

  private void assertNoFreeSpace(String why) throws IOException {
    FileSystem fileSystem = ExfatImage.open(image);
    assertThat(Survey.inodes(fileSystem)).hasSize(5);
    assertThatThrownBy(() -> Survey.freeBytes(fileSystem))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void chainsThatLeadNowhereOrBack() throws IOException {
    for (int next : new int[] {0, 1, 0x7FFFFFFF, -1, -2, first, first + 2}) {
      LittleEndian.put32(image, fat + 4 * (first + 4), next);
      assertFileIsDamaged(5);
    }
  }

  @Test
  void directoriesThatShareTheirClusters() throws IOException {
    ExfatImage made =
        ExfatImage.make(Files.createDirectory(directory.resolve("shared")), 4, "-c 4K");
    int cluster = made.scattered(new byte[8192]);
    made.add(0, "sub", new ExfatImage.Entry(16, 1, cluster, 8192, 8192));
    made.add(0, "twin", new ExfatImage.Entry(16, 1, cluster, 8192, 8192));
    made.add(cluster, "below", new ExfatImage.Entry(0, 3, made.allocate(9), 30_000, 30_000));
    image = made.bytes();
    assertListingIsDamaged("part of another directory");
  }

  @Test
  void setsWithWrongChecksums() throws IOException {
    image[file + 13] ^= 1;
    assertListingIsDamaged("is damaged");
    FileSystem fileSystem = ExfatImage.open(image);
    StringBuilder names = new StringBuilder();
    assertThatThrownBy(
            () -> fileSystem.list(fileSystem.root(), (name, number) -> names.append(name[0])))
        .isInstanceOf(MalformedException.class);
    assertThat(names).hasToString("" + (byte) 'o' + (byte) 's');
  }

  @Test
  void setsWithoutTheirEntries() throws IOException {
    image[file + 64] = 0x41;
    assertListingIsDamaged("is damaged");
  }

  @Test
  void directoriesInFreeClusters() throws IOException {
    image[bitmapByteOf(clusterOf(sub))] = 0;
    assertListingIsDamaged("counts as free");
  }

  private int clusterOf(int place) {
    int heap = (int) LittleEndian.u32(image, 88) << 9;
    return (place - heap) / 4096 + 2;
  }

  private int bitmapByteOf(int cluster) {
    int heap = (int) LittleEndian.u32(image, 88) << 9;
    return heap + (cluster - 2) / 8;
  }

  @Test
  void theBackupStandsInForTheMainBootRegion() throws IOException {
    String serial = ExfatImage.open(image).uuid();
    for (int place : new int[] {72, 88, 100, 108, 510, 11 * 512 + 7, 3000}) {
      byte[] damaged = image.clone();
      damaged[place] ^= 0x55;
      FileSystem fileSystem = ExfatImage.open(damaged);
      assertThat(fileSystem.notes().getFirst()).contains("backup is used");
      assertThat(fileSystem.uuid()).isEqualTo(serial);
      damaged[12 * 512 + 3000] ^= 1;
      assertThatThrownBy(() -> ExfatImage.open(damaged)).isInstanceOf(MalformedException.class);
    }
    image[3000] ^= 1;
    assertNoFreeSpace("main boot region");
  }

  @Test
  void volumesInUse() throws IOException {
    image[106] |= 2;
    assertNoFreeSpace("not unmounted cleanly");
    assertThat(ExfatImage.open(image).notes()).hasSize(1);
  }

  @Test
  void upCaseTablesWithWrongChecksums() throws IOException {
    int heap = (int) LittleEndian.u32(image, 88) << 9;
    image[heap + 4096 + 77] ^= 1;
    assertNoFreeSpace("up-case");
  }

  @Test
  void numbersThatNameNothing() throws IOException {
    FileSystem fileSystem = ExfatImage.open(image);
    for (long number : new long[] {-1, 0, 2, 1000, 1L << 40, Long.MAX_VALUE, file / 16 + 2}) {
      assertThatThrownBy(() -> fileSystem.inode(number)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void cutShort() throws IOException {
    for (int length : new int[] {0, 511, 512, 6000, 12_288, 1 << 20, (1 << 21) + 5000, 3 << 20}) {
      HostileWalk.damaged(new ExfatReader(), Arrays.copyOf(image, length));
    }
    image = Arrays.copyOf(image, image.length - (1 << 20));
    assertNoFreeSpace("cut short");
  }

  @Test
  void flippedBytes() {
    long seed = 815;
    Random random = new Random(seed);
    int heap = (int) LittleEndian.u32(image, 88) << 9;
    for (int round = 0; round < 200; round++) {
      byte[] damaged = image.clone();
      for (int flips = 0; flips < 1 << random.nextInt(8); flips++) {
        int from = random.nextBoolean() ? fat : heap + random.nextInt(2) * (sub - heap);
        damaged[from + random.nextInt(20_000)] = (byte) random.nextInt(256);
      }
      HostileWalk.damaged(new ExfatReader(), damaged, "seed " + seed + ", round " + round);
    }
  }
}
