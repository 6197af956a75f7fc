package io.intarsia.formats.filesystem.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.HostileWalk;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Survey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile volumes: an error for what is damaged, and never a loop. */
class FatDamageTest {
  private static final int CLUSTER = 2048;
  private static final int FILE_BYTES = 10 * CLUSTER;

  @TempDir Path directory = Path.of("");

  /** A FAT16 with a file of ten clusters and a directory of several. */
  private byte[] image() throws IOException {
    FatImage image =
        FatImage.make(directory, 20000, "-F 16 -s 4 -n LABEL").put("/FILE", FILE_BYTES);
    image.mtools("mmd", "::SUB");
    for (int i = 0; i < 40; i++) {
      image.put("/SUB/one of many files with long names " + i, i);
    }
    return image.bytes();
  }

  private static BootSector boot(byte[] image) throws IOException {
    return BootSector.parse("image", image);
  }

  /** Sets an entry of one or both FATs. */
  private static void link(byte[] image, int fats, int first, int cluster, int value)
      throws IOException {
    BootSector boot = boot(image);
    for (int fat = first; fat < first + fats; fat++) {
      int at = (int) (boot.fatOffset() + fat * boot.fatBytes()) + 2 * cluster;
      LittleEndian.put16(image, at, value);
    }
  }

  private static int startOf(byte[] image, String name) {
    return LittleEndian.u16(image, FatReaderTest.find(image, name) + 26);
  }

  private static void assertFileIsDamaged(byte[] image) throws IOException {
    FileSystem fileSystem = FatImage.open(image);
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    Inode file = Survey.inode(inodes, "/FILE");
    assertThatThrownBy(() -> Survey.extents(fileSystem, file))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> fileSystem.open(file)).isInstanceOf(MalformedException.class);
    assertThat(inodes).hasSize(43);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0xFFF0, 0xFFF7, 0xFFFF, 0x7FFF})
  void chainsThatLeadNowhere(int value) throws IOException {
    byte[] image = image();
    link(image, 2, 0, startOf(image, "FILE    ") + 3, value);
    assertFileIsDamaged(image);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5})
  void chainsThatAreCircles(int back) throws IOException {
    byte[] image = image();
    int start = startOf(image, "FILE    ");
    link(image, 2, 0, start + 5, start + back);
    LittleEndian.put32(image, FatReaderTest.find(image, "FILE    ") + 28, 4_000_000);
    assertFileIsDamaged(image);
  }

  @Test
  void filesThatShareALongChain() throws IOException {
    byte[] image = image();
    FileSystem fileSystem = FatImage.open(image);
    Inode file = Survey.inode(Survey.inodes(fileSystem), "/FILE");
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000_000; i++) {
                fileSystem.extents(file, extent -> {});
              }
            })
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("many times over");
  }

  @Test
  void directoriesThatShareTheirClusters() throws IOException {
    byte[] image = image();
    int file = FatReaderTest.find(image, "FILE    ");
    image[file + 11] = 0x10;
    LittleEndian.put16(image, file + 26, startOf(image, "SUB     "));
    FileSystem fileSystem = FatImage.open(image);
    assertThatThrownBy(() -> Survey.inodes(fileSystem))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("part of another directory");
  }

  @Test
  void directoriesThatAreCircles() throws IOException {
    byte[] image = image();
    int start = startOf(image, "SUB     ");
    link(image, 2, 0, start, start);
    FileSystem fileSystem = FatImage.open(image);
    assertThatThrownBy(() -> Survey.inodes(fileSystem)).isInstanceOf(MalformedException.class);
    HostileWalk.damaged(new FatReader(), image);
  }

  @Test
  void sizesAndPlacesThatCannotBe() throws IOException {
    byte[] image = image();
    int entry = FatReaderTest.find(image, "FILE    ");
    for (int cluster : new int[] {0, 1, 0xFFF0}) {
      byte[] damaged = image.clone();
      LittleEndian.put16(damaged, entry + 26, cluster);
      assertFileIsDamaged(damaged);
    }
    LittleEndian.put32(image, entry + 28, -1);
    assertFileIsDamaged(image);
  }

  @Test
  void theSecondFatStandsInForTheFirst() throws IOException {
    byte[] image = image();
    BootSector boot = boot(image);
    Map<String, Inode> expected = Survey.inodes(FatImage.open(image));
    byte[] zeroed = image.clone();
    int fat = (int) boot.fatOffset();
    Arrays.fill(zeroed, fat, fat + (int) boot.fatBytes(), (byte) 0);
    FileSystem fileSystem = FatImage.open(zeroed);
    assertThat(fileSystem.notes()).containsExactly("The first FAT is damaged; its copy is used.");
    assertThat(Survey.inodes(fileSystem)).isEqualTo(expected);
    byte[] holed = image.clone();
    link(holed, 1, 0, startOf(image, "FILE    ") + 3, 0);
    FileSystem other = FatImage.open(holed);
    assertThat(Survey.content(other, Survey.inode(expected, "/FILE")))
        .isEqualTo(FatImage.content(FILE_BYTES));
    for (FileSystem damaged : new FileSystem[] {fileSystem, other}) {
      assertThatThrownBy(() -> Survey.freeBytes(damaged))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("not sound");
    }
  }

  @Test
  void freeSpaceOfVolumesInUseIsRefused() throws IOException {
    byte[] image = image();
    byte[] mounted = image.clone();
    mounted[37] |= 1;
    byte[] unclean = image.clone();
    link(unclean, 2, 0, 1, 0x7FFF);
    byte[] nonsense = image.clone();
    link(nonsense, 2, 0, startOf(image, "FILE    ") + 3, 1);
    for (byte[] damaged :
        new byte[][] {mounted, unclean, nonsense, Arrays.copyOf(image, image.length - 4096)}) {
      FileSystem fileSystem = FatImage.open(damaged);
      assertThatThrownBy(() -> Survey.freeBytes(fileSystem))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("not sound");
    }
  }

  @Test
  void longNamesThatDoNotBelongToTheirShortOnes() throws IOException {
    byte[] image = image();
    int start = (int) boot(image).clusterOffset(startOf(image, "SUB     "));
    int name = start + 64;
    byte[] orphaned = image.clone();
    orphaned[name + 13]++;
    assertThat(Survey.inodes(FatImage.open(orphaned)).keySet())
        .contains("/SUB/ONEOFM~1")
        .doesNotContain("/SUB/one of many files with long names 0");
    byte[] slash = image.clone();
    slash[name + 1] = '/';
    slash[name + 2] = 0;
    assertThat(Survey.inodes(FatImage.open(slash)).keySet()).contains("/SUB/ONEOFM~1");
    int entry = FatReaderTest.find(image, "FILE    ");
    image[entry + 2] = '/';
    assertThatThrownBy(() -> Survey.inodes(FatImage.open(image)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("bad name");
  }

  @Test
  void numbersThatNameNothing() throws IOException {
    FileSystem fileSystem = FatImage.open(image());
    for (long number : new long[] {-1, 0, 2, 100, 1L << 40, Long.MAX_VALUE, 500_000}) {
      assertThatThrownBy(() -> fileSystem.inode(number)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void cutShort() throws IOException {
    byte[] image = image();
    for (int length : new int[] {0, 511, 512, 5000, 40_000, 60_000, 100_000}) {
      HostileWalk.damaged(new FatReader(), Arrays.copyOf(image, length));
    }
    FileSystem most = FatImage.open(Arrays.copyOf(image, image.length - 10_000_000));
    assertThat(most.notes().getFirst()).contains("larger than its source");
    assertThat(Survey.inodes(most)).hasSize(43);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-F 12", "-F 16 -s 1", "-F 32 -s 1"})
  void flippedBytes(String options) throws IOException {
    long seed = 815;
    Random random = new Random(seed);
    FatImage small =
        FatImage.make(directory, options.contains("32") ? 36000 : 2900, options)
            .put("/some file", 9000);
    small.mtools("mmd", "::d", "::d/e").put("/d/e/long name of a file", 700).put("/d/x", 1);
    int metadata = (int) boot(small.bytes()).dataOffset() + 30_000;
    byte[] bytes = Arrays.copyOf(small.bytes(), metadata + 100_000);
    for (int round = 0; round < 150; round++) {
      byte[] damaged = bytes.clone();
      for (int flips = 0; flips < 1 << random.nextInt(12); flips++) {
        damaged[random.nextInt(metadata)] = (byte) random.nextInt(256);
      }
      System.arraycopy(bytes, 11, damaged, 11, round % 2 == 0 ? 80 : 0);
      HostileWalk.damaged(new FatReader(), damaged, "seed " + seed + ", round " + round);
    }
  }
}
