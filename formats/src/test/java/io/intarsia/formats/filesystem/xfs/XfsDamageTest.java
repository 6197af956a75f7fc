package io.intarsia.formats.filesystem.xfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.HostileWalk;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is damaged is reported as damaged, and costs only itself. */
class XfsDamageTest {
  private static final long SEED = 20260402;
  private static final int SECTOR = 512;
  private static final int CRC = 224;
  private static final int INCOMPAT = 216;

  private byte[] image = {};

  @BeforeEach
  void load() throws IOException {
    image = XfsImage.resource("kernel-made.img.gz");
  }

  @Test
  void superblock() {
    image[12]++;
    assertThatThrownBy(() -> XfsImage.open(image))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void unknownFeature() {
    image[INCOMPAT] = 1;
    XfsImage.seal(image, 0, SECTOR, CRC);
    assertThatThrownBy(() -> XfsImage.open(image))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("0x1000000");
  }

  @Test
  void needsRepair() throws IOException {
    image[INCOMPAT + 3] |= 0x10;
    XfsImage.seal(image, 0, SECTOR, CRC);
    FileSystem fileSystem = XfsImage.open(image);
    assertThat(fileSystem.notes()).hasSize(1).first().asString().contains("repair");
    assertNoFreeSpace(fileSystem, "repair");
  }

  @Test
  void logThatWasNotReplayed() throws IOException {
    for (int at = XfsImage.logStart(image); at < XfsImage.logEnd(image); at += SECTOR) {
      if (BigEndian.i32(image, at) == 0xFEEDBABE) {
        BigEndian.put32(image, at + 40, 2);
      }
    }
    FileSystem fileSystem = XfsImage.open(image);
    assertThat(fileSystem.notes()).hasSize(1).first().asString().contains("not replayed");
    assertNoFreeSpace(fileSystem, "log");
    assertThat(Listing.of(fileSystem)).hasSizeGreaterThan(300);
  }

  @Test
  void logThatIsNone() throws IOException {
    Arrays.fill(image, XfsImage.logStart(image), XfsImage.logEnd(image), (byte) 7);
    FileSystem fileSystem = XfsImage.open(image);
    assertThat(fileSystem.notes()).hasSize(1).first().asString().contains("cannot be read");
    assertNoFreeSpace(fileSystem, "log");
  }

  /** Without checksums the two trees and the headers vouch for each other. */
  @Test
  void freeSpaceThatLies() throws IOException {
    for (int sector = 1; sector <= 3; sector++) {
      byte[] changed = image.clone();
      changed[sector * SECTOR + 55]++;
      assertNoFreeSpace(XfsImage.open(changed), "checksum");
    }
    byte[] counted = image.clone();
    int freeBlocks = SECTOR + 52;
    BigEndian.put32(counted, freeBlocks, BigEndian.i32(counted, freeBlocks) + 1);
    XfsImage.seal(counted, SECTOR, SECTOR, 216);
    assertNoFreeSpace(XfsImage.open(counted), "number of free blocks");
    byte[] overlapping = image.clone();
    int log = BigEndian.i32(image, 52);
    int tree = BigEndian.i32(image, SECTOR + 16) * 1024;
    int bySize = BigEndian.i32(image, SECTOR + 20) * 1024;
    moveFirst(overlapping, tree, log);
    moveFirst(overlapping, bySize, log);
    assertNoFreeSpace(XfsImage.open(overlapping), "not sound");
  }

  private static void moveFirst(byte[] bytes, int tree, int to) {
    BigEndian.put32(bytes, tree + 56, to);
    XfsImage.seal(bytes, tree, 1024, 52);
  }

  private static void assertNoFreeSpace(FileSystem fileSystem, String why) {
    assertThatThrownBy(() ->
            fileSystem.freeSpace((offset, length) -> {
              throw new AssertionError("dropped " + offset + "+" + length);
            }))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  /** Every byte of the inodes' blocks matters to a checksum. */
  @Test
  void inode() throws IOException {
    FileSystem whole = XfsImage.open(image);
    long root = whole.root().number();
    image[(int) root * SECTOR + 60]++;
    FileSystem damaged = XfsImage.open(image);
    assertThatThrownBy(damaged::root)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("inode " + root + ": checksum");
    for (long number : List.of(0L, -1L, root + 100_000, Long.MAX_VALUE, 1L << 40)) {
      assertThatThrownBy(() -> whole.inode(number)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void anythingCutShort() throws IOException {
    for (int length : new int[] {264, 512, 4096, 100_000, 9_000_000, 12_000_000}) {
      HostileWalk.damaged(new XfsReader(), Arrays.copyOf(image, length));
    }
  }

  @Test
  void randomBytesAnywhere() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      byte[] changed = image.clone();
      for (int i = 0; i < 200; i++) {
        int at = SECTOR + random.nextInt((round % 2 == 0 ? 1 << 20 : changed.length) - SECTOR);
        changed[at] = (byte) random.nextInt();
      }
      HostileWalk.damaged(new XfsReader(), changed);
    }
  }
}
