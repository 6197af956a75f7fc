package io.intarsia.formats.image.vhdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.BackingNotAllowedException;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import io.intarsia.formats.image.FuzzedImage;
import io.intarsia.formats.image.Qemu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VhdxImageTest {
  private static final int MIB = 1 << 20;
  private static final int LOG = MIB;
  private static final int HEADER_1 = 64 << 10;
  private static final int HEADER_2 = 128 << 10;
  private static final String OPTIONS = "subformat=dynamic,block_size=1M,log_size=1M";

  @TempDir Path directory = Path.of("");

  private static DiskImage open(byte[] file, BackingFiles files) throws IOException {
    return DiskImages.open(new MemorySource("image", file), null, files);
  }

  private static byte[] read(byte[] file) throws IOException {
    try (DiskImage image = open(file, BackingFiles.none("image"))) {
      return image.disk().read(0, (int) image.disk().size());
    }
  }

  private static int blockTable(byte[] file) {
    return TestVhdx.region(file, 0);
  }

  private static int metadata(byte[] file) {
    return TestVhdx.region(file, 1);
  }

  @Test
  void oneSoundHeaderIsEnough() throws IOException {
    byte[] sound = FuzzedImage.make("vhdx", OPTIONS);
    byte[] disk = read(sound);
    for (int header : new int[] {HEADER_1, HEADER_2}) {
      byte[] damaged = sound.clone();
      damaged[header + 70] ^= 1;
      assertThat(read(damaged)).isEqualTo(disk);
      damaged[HEADER_1 + HEADER_2 - header + 70] ^= 1;
      assertThatThrownBy(() -> read(damaged)).isInstanceOf(MalformedException.class);
    }
    byte[] regions = sound.clone();
    regions[0x30010] ^= 1;
    assertThat(read(regions)).isEqualTo(disk);
    regions[0x40010] ^= 1;
    assertThatThrownBy(() -> read(regions)).hasMessageContaining("region tables");
  }

  @Test
  void sectorsOf4KibAreRead() throws IOException {
    byte[] file = FuzzedImage.make("vhdx", OPTIONS);
    byte[] disk = read(file);
    int item = item(file, VhdxLayout.LOGICAL_SECTOR.toString());
    LittleEndian.put32(file, item, 4096);
    assertThat(read(file)).isEqualTo(disk);
    LittleEndian.put32(file, item, 1000);
    assertThatThrownBy(() -> read(file)).isInstanceOf(MalformedException.class);
  }

  /** Where the value of a metadata item stands. */
  private static int item(byte[] file, String id) {
    int table = metadata(file);
    int count = LittleEndian.u16(file, table + 10);
    for (int i = 0; i < count; i++) {
      int at = table + 32 + 32 * i;
      if (VhdxLayout.guid(file, at).toString().equals(id)) {
        return table + LittleEndian.i32(file, at + 16);
      }
    }
    throw new AssertionError(id);
  }

  @Test
  void requiredItemsThatAreNotKnownAreRefusedByName() throws IOException {
    byte[] file = FuzzedImage.make("vhdx", OPTIONS);
    int table = metadata(file);
    int count = LittleEndian.u16(file, table + 10);
    LittleEndian.put16(file, table + 10, count + 1);
    int at = table + 32 + 32 * count;
    file[at] = 1;
    try (DiskImage image = open(file, BackingFiles.none("image"))) {
      assertThat(image.leftOut()).containsExactly("1 VHDX metadata item");
    }
    LittleEndian.put32(file, at + 24, 4);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("00000001-0000");
  }

  /**
   * Puts an entry with one descriptor into the log and returns its length.
   *
   * @param data 4 KiB, or empty for zeros
   */
  private static int entry(byte[] file, int place, long sequence, int target, byte[] data) {
    int at = LOG + place;
    int length = data.length == 0 ? 4096 : 8192;
    LittleEndian.put32(file, at, 0x65676F6C);
    LittleEndian.put32(file, at + 8, length);
    LittleEndian.put64(file, at + 16, sequence);
    LittleEndian.put32(file, at + 24, 1);
    Arrays.fill(file, at + 32, at + 48, (byte) 0x77);
    LittleEndian.put64(file, at + 48, file.length);
    LittleEndian.put64(file, at + 56, file.length);
    LittleEndian.put64(file, at + 64 + 16, target);
    LittleEndian.put64(file, at + 64 + 24, sequence);
    if (data.length == 0) {
      LittleEndian.put32(file, at + 64, 0x6F72657A);
      LittleEndian.put64(file, at + 64 + 8, 4096);
    } else {
      LittleEndian.put32(file, at + 64, 0x63736564);
      System.arraycopy(data, 4092, file, at + 64 + 4, 4);
      System.arraycopy(data, 0, file, at + 64 + 8, 8);
      System.arraycopy(data, 8, file, at + 4096 + 8, 4084);
      LittleEndian.put32(file, at + 4096, 0x61746164);
      LittleEndian.put32(file, at + 4096 + 4, (int) (sequence >>> 32));
      LittleEndian.put32(file, at + 4096 + 4092, (int) sequence);
    }
    TestVhdx.putChecksum(file, at, length);
    return length;
  }

  private static void beginLog(byte[] file) {
    for (int header : new int[] {HEADER_1, HEADER_2}) {
      Arrays.fill(file, header + 48, header + 64, (byte) 0x77);
      TestVhdx.putChecksum(file, header, 4096);
    }
  }

  /** The block table stands only in the log, and a part of the disk was set to zeros. */
  @Test
  void aLogIsReplayedAsQemuReplaysIt() throws IOException {
    Random random = Qemu.random();
    byte[] file = FuzzedImage.make("vhdx", OPTIONS);
    int table = blockTable(file);
    byte[] sector = Arrays.copyOfRange(file, table, table + 4096);
    int data = (int) (LittleEndian.i64(sector, 0) >>> 20 << 20);
    byte[] disk = read(file);
    Arrays.fill(disk, 8192, 12288, (byte) 0);
    Arrays.fill(file, LOG, LOG + MIB, (byte) 0);
    // An older, whole sequence that does not count any more.
    entry(file, 512 << 10, 3, data, new byte[4096]);
    LittleEndian.put32(file, LOG + (512 << 10) + 12, 512 << 10);
    TestVhdx.putChecksum(file, LOG + (512 << 10), 8192);
    int first = entry(file, 0, 1L << 33, table, sector);
    entry(file, first, (1L << 33) + 1, data + 8192, new byte[0]);
    beginLog(file);
    Arrays.fill(file, table, table + 4096, (byte) 0);
    try (DiskImage image = open(file, BackingFiles.none("image"))) {
      Qemu.assertSame(image.disk(), disk, random);
      assertThat(image.notes()).singleElement().asString().contains("replayed");
    }
    Path image = Files.write(directory.resolve("image.vhdx"), file);
    Qemu.img("check", "-r", "all", "-f", "vhdx", image.toString());
    Path raw = directory.resolve("raw");
    Qemu.img("convert", "-f", "vhdx", "-O", "raw", image.toString(), raw.toString());
    assertThat(Files.readAllBytes(raw)).isEqualTo(disk);
  }

  @Test
  void aSequenceThatGoesAroundTheEndIsReplayed() throws IOException {
    byte[] file = FuzzedImage.make("vhdx", OPTIONS);
    byte[] disk = read(file);
    int table = blockTable(file);
    byte[] sector = Arrays.copyOfRange(file, table, table + 4096);
    Arrays.fill(file, LOG, LOG + MIB, (byte) 0);
    entry(file, MIB - 8192, 40, table, new byte[4096]);
    LittleEndian.put32(file, LOG + MIB - 8192 + 12, MIB - 8192);
    TestVhdx.putChecksum(file, LOG + MIB - 8192, 8192);
    entry(file, 0, 41, table, sector);
    LittleEndian.put32(file, LOG + 12, MIB - 8192);
    TestVhdx.putChecksum(file, LOG, 8192);
    beginLog(file);
    Arrays.fill(file, table, table + 4096, (byte) 0);
    assertThat(read(file)).isEqualTo(disk);
  }

  @Test
  void aDamagedLogIsRefused() throws IOException {
    byte[] file = FuzzedImage.make("vhdx", OPTIONS);
    Arrays.fill(file, LOG, LOG + MIB, (byte) 0);
    beginLog(file);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("no valid entry");
    entry(file, 0, 5, 4096 * 4096 * 4, new byte[0]);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("outside the file");
    file[LOG + 4096 - 1] ^= 1;
    assertThatThrownBy(() -> read(file)).hasMessageContaining("no valid entry");
  }

  /** One block is the parent's, in one every sixth sector is the child's. */
  @Test
  void aParentIsReadWhereTheBlockTableSaysSo() throws IOException {
    byte[] parent = FuzzedImage.make("vhdx", OPTIONS);
    byte[] child = FuzzedImage.make("vhdx", OPTIONS);
    byte[] expected = read(parent);
    byte[] own = read(child);
    int end = (child.length + MIB - 1) / MIB * MIB;
    child = Arrays.copyOf(child, end + MIB);
    for (int sector = 0; sector < own.length / 512; sector += 6) {
      child[end + sector / 8] |= (byte) (1 << sector % 8);
      System.arraycopy(own, sector * 512, expected, sector * 512, 512);
    }
    int table = blockTable(child);
    long entry = LittleEndian.i64(child, table);
    LittleEndian.put64(child, table, (entry & -8) | 7);
    LittleEndian.put64(child, table + 4096 * 8, (long) end | 6);
    addParent(child, "..\\base.vhdx", VhdxLayout.guid(parent, newest(parent) + 32).toString());
    byte[] image = child;
    BackingFiles allowed =
        asked -> {
          assertThat(asked).isEqualTo("../base.vhdx");
          return new BackingFiles.Backing(
              new MemorySource(asked, parent), BackingFiles.none(asked));
        };
    try (DiskImage opened = open(image, allowed)) {
      Qemu.assertSame(opened.disk(), expected, Qemu.random());
    }
    assertThatThrownBy(() -> open(image, BackingFiles.none("image")))
        .isInstanceOf(BackingNotAllowedException.class);
    LittleEndian.put64(image, table, entry & -8);
    try (DiskImage opened = open(image, allowed)) {
      assertThat(opened.disk().read(0, 4096)).isEqualTo(Arrays.copyOf(read(parent), 4096));
    }
    for (int header : new int[] {HEADER_1, HEADER_2}) {
      parent[header + 32] ^= 1;
      TestVhdx.putChecksum(parent, header, 4096);
    }
    assertThatThrownBy(() -> open(image, allowed)).hasMessageContaining("was changed");
  }

  private static int newest(byte[] file) {
    return LittleEndian.i64(file, HEADER_1 + 8) > LittleEndian.i64(file, HEADER_2 + 8)
        ? HEADER_1
        : HEADER_2;
  }

  private static void addParent(byte[] file, String path, String linkage) {
    int table = metadata(file);
    int parameters = item(file, VhdxLayout.FILE_PARAMETERS.toString());
    LittleEndian.put32(file, parameters + 4, 2);
    int count = LittleEndian.u16(file, table + 10);
    LittleEndian.put16(file, table + 10, count + 1);
    int at = table + 32 + 32 * count;
    int place = 500 << 10;
    VhdxLayout.putGuid(file, at, VhdxLayout.PARENT_LOCATOR);
    LittleEndian.put32(file, at + 16, place);
    LittleEndian.put32(file, at + 20, 1000);
    LittleEndian.put32(file, at + 24, 4);
    int locator = table + place;
    VhdxLayout.putGuid(file, locator, VhdxLayout.VHDX_LOCATOR);
    LittleEndian.put16(file, locator + 18, 2);
    String[] texts = {"relative_path", path, "parent_linkage", "{" + linkage + "}"};
    int next = 100;
    for (int i = 0; i < texts.length; i++) {
      byte[] text = texts[i].getBytes(StandardCharsets.UTF_16LE);
      System.arraycopy(text, 0, file, locator + next, text.length);
      int entry = locator + 20 + 12 * (i / 2);
      LittleEndian.put32(file, entry + i % 2 * 4, next);
      LittleEndian.put16(file, entry + 8 + i % 2 * 2, text.length);
      next += text.length;
    }
  }
}
