package io.intarsia.formats.filesystem.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.HostileWalk;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged and hostile file systems: an error for what is damaged, and never a loop. */
class BtrfsDamageTest {
  private static final long SEED = 20260109;
  private static final int SUPERBLOCK = 65536;
  private static final int INCOMPAT = 0xBC;

  @TempDir Path directory = Path.of("");

  @Test
  void superblockOfTheMirrorIsUsed() throws IOException {
    byte[] image = BtrfsImage.make(directory, 128, "-m dup");
    image[SUPERBLOCK + 0x48]++;
    assertThat(Tree.read(BtrfsImage.open(image))).hasSize(1);
    image[(64 << 20) + 0x48]++;
    assertThatThrownBy(() -> BtrfsImage.open(image))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("superblock: bad checksum");
  }

  @Test
  void secondCopyOfATreeBlockIsUsed() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.writeString(tree.resolve("file"), "content");
    byte[] image = BtrfsImage.make(directory, 128, "-m dup -n 4096 -r " + tree);
    List<Long> seen = new ArrayList<>();
    for (int place : BtrfsImage.treeBlocks(image, -1)) {
      long address = LittleEndian.i64(image, place + 0x30);
      if (!seen.contains(address)) {
        seen.add(address);
        image[place + 200]++;
      }
    }
    FileSystem fileSystem = BtrfsImage.open(image);
    assertThat(Tree.content(fileSystem, Tree.find(fileSystem, "/file"))).hasSize(7);
  }

  @ParameterizedTest
  @CsvSource({
    "0x1000, zoned",
    "0x2000, extent-tree-v2",
    "0x4000, raid-stripe-tree",
    "0x8000, feature bit 15",
    "0x4000000000000000, feature bit 62",
  })
  void unknownFeaturesAreRefusedByName(String bit, String name) throws IOException {
    byte[] image = BtrfsImage.small();
    long flags = LittleEndian.i64(image, SUPERBLOCK + INCOMPAT) | Long.decode(bit);
    assertThatThrownBy(() -> BtrfsImage.open(BtrfsImage.withSuperblock(image, INCOMPAT, flags)))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining(name);
  }

  @Test
  void severalDevicesAndMetadumpsAreRefused() throws IOException {
    byte[] image = BtrfsImage.small();
    assertThatThrownBy(() -> BtrfsImage.open(BtrfsImage.withSuperblock(image, 0x88, 2)))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("2 devices");
    assertThatThrownBy(() -> BtrfsImage.open(BtrfsImage.withSuperblock(image, 0x38, 1L << 33)))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("metadump");
  }

  @Test
  void profilesOfSeveralDevicesAreRefusedByName() throws IOException {
    byte[] image = BtrfsImage.small();
    int type = SUPERBLOCK + 0x32B + 17 + 24;
    LittleEndian.put64(image, type, 2 | 1 << 4);
    BtrfsImage.seal(image, SUPERBLOCK, 4096);
    assertThatThrownBy(() -> BtrfsImage.open(image))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("RAID1");
  }

  @Test
  void aLogThatWasNotReplayedIsNoted() throws IOException {
    FileSystem fileSystem =
        BtrfsImage.open(BtrfsImage.withSuperblock(BtrfsImage.small(), 0x60, 1 << 20));
    assertThat(fileSystem.notes()).hasSize(1).first().asString().contains("log");
    assertThat(Tree.find(fileSystem, "/plain").size()).isEqualTo(13_893);
    assertThatThrownBy(() -> fileSystem.freeSpace((offset, length) -> {}))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("log");
  }

  @Test
  void aDamagedTreeBlockIsFound() throws IOException {
    byte[] image = BtrfsImage.small();
    image[BtrfsImage.item(image, 5, 256, 1, true) + 40]++;
    FileSystem fileSystem = BtrfsImage.open(image);
    assertThatThrownBy(fileSystem::root)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("bad checksum");
  }

  /** A count that does not agree with the extents, and extents that are larger than they were. */
  @Test
  void allocationThatDoesNotAgreeIsRefused() throws IOException {
    byte[] image = BtrfsImage.small();
    long used = LittleEndian.i64(image, SUPERBLOCK + 0x78);
    assertNoFreeSpace(BtrfsImage.withSuperblock(image, 0x78, used + 4096));
    byte[] otherLength = image.clone();
    List<Integer> blocks = BtrfsImage.treeBlocks(image, 2);
    for (int block : blocks) {
      for (int i = 0; i < LittleEndian.i32(image, block + 0x60); i++) {
        int item = block + 101 + 25 * i;
        if ((image[item + 8] & 0xFF) == 168) {
          LittleEndian.put64(otherLength, item + 9, LittleEndian.i64(image, item + 9) + 4096);
          break;
        }
      }
      BtrfsImage.sealAround(otherLength, block);
    }
    assertNoFreeSpace(otherLength);
  }

  private static void assertNoFreeSpace(byte[] image) throws IOException {
    FileSystem fileSystem = BtrfsImage.open(image);
    assertThatThrownBy(() -> fileSystem.freeSpace((offset, length) -> {}))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("allocation map is not sound");
  }

  /** A node that names its parent, its sibling or itself as a child. */
  @Test
  void treesThatLoop() throws IOException {
    byte[] image = BtrfsImage.small();
    Random random = new Random(SEED);
    List<Integer> blocks = BtrfsImage.treeBlocks(image, 5);
    for (int block : blocks) {
      if (image[block + 0x64] > 0) {
        for (int i = 0; i < LittleEndian.i32(image, block + 0x60); i++) {
          int other = blocks.get(random.nextInt(blocks.size()));
          int pointer = block + 101 + 33 * i;
          LittleEndian.put64(image, pointer + 17, LittleEndian.i64(image, other + 0x30));
          LittleEndian.put64(image, pointer + 25, LittleEndian.i64(image, other + 0x50));
        }
        BtrfsImage.sealAround(image, block);
      }
    }
    FileSystem fileSystem = BtrfsImage.open(image);
    assertThatThrownBy(() -> Tree.read(fileSystem)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> HostileWalk.walk(fileSystem)).isInstanceOf(MalformedException.class);
  }

  /** An entry of a subvolume's directory that names the top level. */
  @Test
  void subvolumesThatHoldThemselves() throws IOException {
    byte[] image = BtrfsImage.small();
    for (int block : BtrfsImage.treeBlocks(image, -1)) {
      for (int at = block + 101; at < block + BtrfsImage.NODE - 9; at++) {
        boolean location = image[at + 8] == (byte) 132 && LittleEndian.i64(image, at) == 257;
        if (location && LittleEndian.i64(image, at + 9) == -1) {
          LittleEndian.put64(image, at, 256);
        }
      }
      BtrfsImage.sealAround(image, block);
    }
    HostileWalk.walk(BtrfsImage.open(image));
  }

  @Test
  void damagedCompressedBytesConcernTheirFileOnly() throws IOException {
    byte[] image = BtrfsImage.small();
    byte[] sound = image.clone();
    FileSystem before = BtrfsImage.open(sound);
    for (String path : new String[] {"/zlib/regular", "/lzo/regular", "/zstd/regular"}) {
      long inode = Tree.find(before, path).number();
      int item = BtrfsImage.item(image, 5, inode, 108, true);
      int place = (int) LittleEndian.i64(image, item + 21);
      Arrays.fill(image, place + 10, place + 400, (byte) 0xFF);
      FileSystem fileSystem = BtrfsImage.open(image);
      Inode damaged = Tree.find(fileSystem, path);
      assertThatThrownBy(() -> Tree.content(fileSystem, damaged))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("compressed extent");
      assertThat(Tree.content(fileSystem, Tree.find(fileSystem, "/plain"))).hasSize(13_893);
    }
  }

  @Test
  void everyTruncationIsAnErrorOrReads() throws IOException {
    byte[] image = BtrfsImage.small();
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      byte[] cut = Arrays.copyOf(image, 70_000 + random.nextInt(3 << 20));
      HostileWalk.damaged(new BtrfsReader(), cut);
    }
  }
}
