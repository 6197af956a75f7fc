package io.intarsia.formats.filesystem.squashfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.HostileWalk;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Tree;
import java.io.IOException;
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
class SquashfsDamageTest {
  private static final int COMMON = 16;

  @TempDir Path directory = Path.of("");

  private byte[] image(String options) throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    for (int i = 0; i < 30; i++) {
      Files.writeString(tree.resolve("file-" + i), "x".repeat(i * 100));
    }
    Files.writeString(tree.resolve("text"), "t".repeat(300_000));
    byte[] random = new byte[8192];
    new Random(5).nextBytes(random);
    Files.write(tree.resolve("random"), random);
    return SquashfsImage.make(tree, options);
  }

  /** Place of an inode in an image whose inodes are not compressed and take one block. */
  private static int inodePlace(byte[] image, String path) throws IOException {
    long reference = Tree.find(SquashfsImage.open(image), path).number();
    return (int) (LittleEndian.i64(image, 64) + 2 + reference);
  }

  @ParameterizedTest
  @CsvSource({
    "12, 131073, block size",
    "22, 21, block size",
    "40, 99999999, a file system of",
    "64, 1, a table outside",
    "72, 99999999, a table outside",
    "48, 5, a table outside",
  })
  void superblocks(int field, int value, String message) throws IOException {
    byte[] image = image("");
    LittleEndian.put32(image, field, value);
    assertThatThrownBy(() -> SquashfsImage.open(image))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x7F000000, start of its blocks",
    "4, 77, a fragment that does not exist",
    "8, 0x7FFFFFFF, a place beyond the fragment",
    "12, 0x7FFFFFFF, a size beyond the list of blocks",
    "16, 0x01000005, a plain block of the wrong length",
    "16, 0x00FFFFFF, a block longer than blocks are",
    "16, 0x02000005, an unknown bit",
  })
  void files(int field, int value, String damage) throws IOException {
    byte[] image = image("-noI -b 4K -always-use-fragments");
    LittleEndian.put32(image, inodePlace(image, "/text") + COMMON + field, value);
    FileSystem fs = SquashfsImage.open(image);
    Inode inode = Tree.find(fs, "/text");
    assertThatThrownBy(() -> Tree.extents(fs, inode))
        .as(damage)
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> fs.open(inode)).isInstanceOf(MalformedException.class);
    assertThat(Tree.content(fs, Tree.find(fs, "/file-7"))).hasSize(700);
  }

  @Test
  void aDamagedBlockIsAnErrorOfItsFile() throws IOException {
    byte[] image = image("-noI -b 4K -no-fragments");
    int start = LittleEndian.i32(image, inodePlace(image, "/text") + COMMON);
    Arrays.fill(image, start, start + 4, (byte) 0x55);
    FileSystem fs = SquashfsImage.open(image);
    Inode text = Tree.find(fs, "/text");
    assertThatThrownBy(() -> Tree.content(fs, text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("compressed block at byte " + start);
    assertThat(Tree.content(fs, Tree.find(fs, "/random"))).hasSize(8192);
  }

  @Test
  void aDirectoryThatHoldsItselfEnds() throws IOException {
    byte[] image = image("-noI");
    int directoryTable = (int) LittleEndian.i64(image, 72) + 2;
    long root = LittleEndian.i64(image, 32);
    LittleEndian.put32(image, directoryTable + 4, (int) (root >>> 16));
    LittleEndian.put16(image, directoryTable + 12, (int) root & 0xFFFF);
    HostileWalk.walk(SquashfsImage.open(image));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lzma", "lzo", "xz", "lz4", "zstd"})
  void bombsAndRubbishAreRefused(String compression) throws IOException {
    byte[] image = image("-comp " + compression);
    Random random = new Random(compression.hashCode());
    for (int round = 0; round < 60; round++) {
      byte[] damaged = image.clone();
      int changes = 1 + random.nextInt(8);
      for (int i = 0; i < changes; i++) {
        damaged[SquashfsLayout.SUPERBLOCK_BYTES + random.nextInt(image.length - 96)] ^=
            (byte) (1 << random.nextInt(8));
      }
      HostileWalk.damaged(new SquashfsReader(), damaged);
    }
  }

  @Test
  void cutOff() throws IOException {
    byte[] image = image("");
    for (int length : new int[] {96, 1000, image.length / 2}) {
      assertThatThrownBy(() -> SquashfsImage.open(Arrays.copyOf(image, length)))
          .isInstanceOf(MalformedException.class);
    }
  }
}
