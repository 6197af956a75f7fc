package io.intarsia.formats.image.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VhdImageTest {
  private static final int BITMAP = 512;

  @TempDir Path directory = Path.of("");

  private static DiskImage open(byte[] file, BackingFiles files) throws IOException {
    return DiskImages.open(new MemorySource("image", file), null, files);
  }

  private static byte[] read(byte[] file) throws IOException {
    try (DiskImage image = open(file, BackingFiles.none("image"))) {
      return image.disk().read(0, (int) image.disk().size());
    }
  }

  private static void putChecksum(byte[] file, int start, int length, int field) {
    BigEndian.put32(file, start + field, 0);
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += file[start + i] & 0xFF;
    }
    BigEndian.put32(file, start + field, ~sum);
  }

  /** Changes both copies of the footer. */
  private static void putFooters(byte[] file, int field, byte[] value) {
    for (int footer : new int[] {0, file.length - 512}) {
      System.arraycopy(value, 0, file, footer + field, value.length);
      putChecksum(file, footer, 512, 64);
    }
  }

  @Test
  void theCopyTakesThePlaceOfADamagedFooter() throws IOException {
    byte[] sound = FuzzedImage.make("vpc", "subformat=dynamic");
    byte[] disk = read(sound);
    byte[] damaged = sound.clone();
    damaged[damaged.length - 400] ^= 1;
    try (DiskImage image = open(damaged, BackingFiles.none("image"))) {
      assertThat(image.disk().read(0, disk.length)).isEqualTo(disk);
      assertThat(image.notes()).anyMatch(note -> note.contains("its copy was used"));
    }
    damaged[100] ^= 1;
    assertThatThrownBy(() -> read(damaged)).isInstanceOf(MalformedException.class);
    byte[] header = sound.clone();
    header[512 + 30] ^= 1;
    assertThatThrownBy(() -> read(header)).hasMessageContaining("header is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vpc ", "vbox", "qemu", "qem2", "win ", "d2v ", "tap\0", "CTXS", "abcd"})
  void theDiskHasTheSizeThatQemuSees(String creator) throws IOException {
    for (String options : new String[] {"subformat=dynamic", "subformat=dynamic,force_size=on"}) {
      byte[] bytes = FuzzedImage.make("vpc", options);
      putFooters(bytes, 28, creator.getBytes(StandardCharsets.US_ASCII));
      Path file = Files.write(directory.resolve("image"), bytes);
      String info = Qemu.img("info", "-f", "vpc", "--output=json", file.toString());
      try (DiskImage image = open(bytes, BackingFiles.none("image"))) {
        assertThat(info).contains("\"virtual-size\": " + image.disk().size() + ",");
      }
    }
  }

  /** The child has every second run of sectors by its bitmap; the rest is the parent's. */
  @Test
  void aParentIsReadWhereTheBitmapSaysSo() throws IOException {
    byte[] parent = FuzzedImage.make("vpc", "subformat=dynamic,force_size=on");
    byte[] child = FuzzedImage.make("vpc", "subformat=dynamic,force_size=on");
    byte[] expected = read(parent);
    byte[] own = read(child);
    putFooters(child, 60, new byte[] {0, 0, 0, 4});
    System.arraycopy(parent, 68, child, 512 + 40, 16);
    byte[] name = "the parent.vhd".getBytes(StandardCharsets.UTF_16BE);
    System.arraycopy(name, 0, child, 512 + 64, name.length);
    putChecksum(child, 512, 1024, 36);
    int block = (int) BigEndian.u32(child, 1536) * 512;
    Arrays.fill(child, block, block + BITMAP, (byte) 0);
    Random random = Qemu.random();
    for (int sector = 0; sector < own.length / 512; sector++) {
      if (random.nextInt(sector < 200 ? 2 : 40) == 0) {
        child[block + sector / 8] |= (byte) (0x80 >> sector % 8);
        System.arraycopy(own, sector * 512, expected, sector * 512, 512);
      }
    }
    BackingFiles allowed =
        asked -> {
          assertThat(asked).isEqualTo("the parent.vhd");
          return new BackingFiles.Backing(
              new MemorySource(asked, parent), BackingFiles.none(asked));
        };
    try (DiskImage image = open(child, allowed)) {
      Qemu.assertSame(image.disk(), expected, random);
    }
    assertThatThrownBy(() -> open(child, BackingFiles.none("image")))
        .isInstanceOf(BackingNotAllowedException.class);
    putFooters(parent, 68, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> open(child, allowed)).hasMessageContaining("not the parent");
  }
}
