package io.intarsia.formats.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.HostileWalk;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile file systems: an error for what is damaged, and never a loop. */
class Ext4DamageTest {
  private static final int BLOCK = 1024;

  @TempDir Path directory = Path.of("");

  private ExtImage image(String options) throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    for (int i = 0; i < 60; i++) {
      Files.writeString(tree.resolve("file-" + i), "x".repeat(i * 100));
    }
    Files.write(tree.resolve("large"), new byte[400_000]);
    Files.writeString(tree.resolve("text"), "t".repeat(300_000));
    return ExtImage.make(directory, 8, options + " -b 1024 -d " + tree);
  }

  /** Place of an inode in the image, as debugfs says. */
  private static int inodePlace(ExtImage image, String path) throws IOException {
    String answer = image.ask("imap " + path);
    String numbers = answer.substring(answer.indexOf("located at block"));
    String[] words = numbers.replace(",", "").trim().split("\\s+", -1);
    return Integer.parseInt(words[3]) * BLOCK + Integer.decode(words[5]);
  }

  private static ByteBuffer at(byte[] image, int place) {
    return ByteBuffer.wrap(image, place, image.length - place)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void assertOnlyThatIsDamaged(byte[] image, String path) throws IOException {
    FileSystem fileSystem = ExtImage.open(image);
    Inode inode = Tree.find(fileSystem, path);
    assertThatThrownBy(() -> Tree.extents(fileSystem, inode))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> fileSystem.open(inode)).isInstanceOf(MalformedException.class);
    assertThat(Tree.content(fileSystem, Tree.find(fileSystem, "/file-7"))).hasSize(700);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, magic",
    "6, 6, deeper than five levels",
    "6, 1, index that names its data",
    "2, 9, more entries than there is room for",
    "16, 0, length zero",
    "18, 9999, block outside the file system",
    "20, 0, block zero",
  })
  void extentTrees(int field, int value, String damage) throws IOException {
    ExtImage image = image("-t ext4");
    byte[] bytes = image.bytes();
    int place = inodePlace(image, "/text") + 0x28;
    at(bytes, place).putShort(field, (short) value);
    if (field == 20) {
      at(bytes, place).putInt(20, value);
    }
    assertOnlyThatIsDamaged(bytes, "/text");
    assertThat(damage).isNotEmpty();
  }

  @Test
  void overlappingExtents() throws IOException {
    ExtImage image = image("-t ext4");
    byte[] bytes = image.bytes();
    ByteBuffer root = at(bytes, inodePlace(image, "/text") + 0x28);
    int first = root.getInt(20);
    root.putShort(2, (short) 2).putShort(16, (short) 10);
    root.putInt(24, 9).putShort(28, (short) 10).putShort(30, (short) 0).putInt(32, first);
    assertOnlyThatIsDamaged(bytes, "/text");
  }

  @Test
  void extentTreesThatShareNodes() throws IOException {
    ExtImage image = image("-t ext4");
    byte[] bytes = image.bytes();
    ByteBuffer root = at(bytes, inodePlace(image, "/text") + 0x28);
    int node = root.getInt(20);
    ByteBuffer shared = at(bytes, node * BLOCK);
    for (int i = 0; i < 84; i++) {
      shared.putInt(12 + 12 * i, i).putInt(16 + 12 * i, node).putInt(20 + 12 * i, 0);
    }
    shared.putShort(0, (short) 0xF30A).putShort(2, (short) 84).putShort(4, (short) 84);
    shared.putShort(6, (short) 4);
    root.putShort(2, (short) 1).putShort(6, (short) 5).putInt(12, 0).putInt(16, node).putInt(20, 0);
    assertOnlyThatIsDamaged(bytes, "/text");
  }

  @Test
  void indirectBlocksThatNameThemselves() throws IOException {
    ExtImage image = image("-t ext2");
    byte[] bytes = image.bytes();
    int inode = inodePlace(image, "/text");
    int indirect = at(bytes, inode).getInt(0x28 + 4 * 12);
    for (int i = 0; i < BLOCK; i += 4) {
      at(bytes, indirect * BLOCK).putInt(i, indirect);
    }
    at(bytes, inode).putInt(0x28 + 4 * 13, indirect).putInt(0x28 + 4 * 14, indirect);
    at(bytes, inode).putInt(4, 0x7FFFFFFF);
    assertOnlyThatIsDamaged(bytes, "/text");
  }

  @Test
  void directoriesOfOneBlockManyTimes() throws IOException {
    ExtImage image = image("-t ext2");
    byte[] bytes = image.bytes();
    ByteBuffer root = at(bytes, inodePlace(image, "/"));
    root.putInt(4, 0x40000000);
    int block = root.getInt(0x28);
    for (int i = 0; i < 12; i++) {
      root.putInt(0x28 + 4 * i, block);
    }
    FileSystem fileSystem = ExtImage.open(bytes);
    int[] entries = {0};
    fileSystem.list(fileSystem.root(), (name, inode) -> entries[0]++);
    assertThat(entries[0]).isBetween(1, 2000);
  }

  @ParameterizedTest
  @CsvSource({"0, compression", "3, journal_dev", "12, dirdata", "24, incompat bit 24"})
  void featuresThatAreNotKnown(int bit, String name) throws IOException {
    byte[] bytes = image("-t ext4 -O ^metadata_csum").bytes();
    ByteBuffer features = at(bytes, 1024 + 0x60);
    features.putInt(0, features.getInt(0) | 1 << bit);
    assertThatThrownBy(() -> ExtImage.open(bytes))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x38", "0x18", "0x20", "0x28", "0x58", "0x4C", "0xFE", "0x14", "0x04"})
  void superblocksThatMakeNoSense(String field) throws IOException {
    byte[] bytes = image("-t ext4 -O ^metadata_csum").bytes();
    at(bytes, 1024 + Integer.decode(field)).putInt(0, 0x01234567);
    if (field.equals("0x04")) {
      at(bytes, 1024 + Integer.decode(field)).putInt(0, 0);
    }
    assertThatThrownBy(() -> ExtImage.open(bytes)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aSuperblockWithAWrongChecksum() throws IOException {
    byte[] bytes = image("-t ext4").bytes();
    bytes[1024 + 0x30] ^= 1;
    assertThatThrownBy(() -> ExtImage.open(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("checksum");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t ext4",
        "-t ext4 -O ^metadata_csum,uninit_bg",
        "-t ext4 -O ^metadata_csum",
        "-t ext2"
      })
  void freeSpaceIsRefusedWhenABitmapIsWrong(String options) throws IOException {
    ExtImage image = image(options);
    long bitmap = ExtImage.open(image.bytes()).blockSize();
    String stats = image.ask("stats");
    String number = stats.substring(stats.indexOf("block bitmap at ") + 16);
    bitmap *= Long.parseLong(number.substring(0, number.indexOf(',')));
    for (int bit : new int[] {20, 8000}) {
      byte[] bytes = image.bytes();
      bytes[(int) bitmap + bit / 8] ^= 1;
      FileSystem fileSystem = ExtImage.open(bytes);
      assertThatThrownBy(() -> fileSystem.freeSpace((offset, length) -> {}))
          .isInstanceOf(MalformedException.class);
    }
    byte[] bytes = image.bytes();
    at(bytes, 1024 + 0x3A).putShort(0, (short) 0);
    at(bytes, 1024).putInt(0x3FC, JournalWriter.crc(~0, bytes, 1024, 0x3FC));
    FileSystem unclean = ExtImage.open(bytes);
    assertThatThrownBy(() -> unclean.freeSpace((offset, length) -> {}))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void cutShort() throws IOException {
    byte[] bytes = image("-t ext4").bytes();
    for (int length : new int[] {0, 1024, 1500, 2047, 2048, 3000, 100_000, 700_001, 3_000_000}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertBounded(cut, "length " + length);
    }
    FileSystem most = ExtImage.open(Arrays.copyOf(bytes, bytes.length - 2048));
    assertThat(most.notes().getFirst()).contains("larger than its source");
    assertThat(Tree.read(most)).containsKey("/file-7");
    assertThatThrownBy(() -> most.freeSpace((offset, length) -> {}))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t ext2",
        "-t ext3",
        "-t ext4 -O ^metadata_csum",
        "-t ext4 -O ^metadata_csum,inline_data"
      })
  void flippedBytes(String options) throws IOException {
    long seed = 815;
    Random random = new Random(seed);
    byte[] bytes = image(options).bytes();
    int metadata = 700 * BLOCK;
    for (int round = 0; round < 120; round++) {
      byte[] damaged = bytes.clone();
      for (int flips = 0; flips < 1 << random.nextInt(12); flips++) {
        damaged[1024 + random.nextInt(metadata)] = (byte) random.nextInt(256);
      }
      assertBounded(damaged, options + ", seed " + seed + ", round " + round);
    }
  }

  /** Walking ends soon, and with errors of the declared kinds only. */
  private static void assertBounded(byte[] image, String what) {
    HostileWalk.damaged(new Ext4Reader(), image, what);
  }
}
