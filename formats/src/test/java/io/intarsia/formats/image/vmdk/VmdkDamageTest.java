package io.intarsia.formats.image.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import io.intarsia.formats.image.FuzzedImage;
import io.intarsia.formats.image.mapped.ZeroDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmdkDamageTest {
  private static final int REDUNDANT = 48;
  private static final int PRIMARY = 56;

  private static DiskImage open(byte[] file, BackingFiles files) throws IOException {
    return DiskImages.open(new MemorySource("image", file), null, files);
  }

  private static byte[] read(byte[] file) throws IOException {
    try (DiskImage image = open(file, BackingFiles.none("image"))) {
      return image.disk().read(0, (int) image.disk().size());
    }
  }

  private static int directory(byte[] file, int field) {
    return (int) LittleEndian.i64(file, field) * 512;
  }

  private static int table(byte[] file, int field) {
    return (int) LittleEndian.u32(file, directory(file, field)) * 512;
  }

  @Test
  void theRedundantDirectoryTakesThePlaceOfADamagedOne() throws IOException {
    byte[] sound = FuzzedImage.make("vmdk", "subformat=monolithicSparse");
    byte[] disk = read(sound);
    for (int place : new int[] {directory(sound, PRIMARY), table(sound, PRIMARY)}) {
      for (int value : new int[] {-5, Integer.MAX_VALUE, 1 << 28}) {
        byte[] damaged = sound.clone();
        LittleEndian.put32(damaged, place, value);
        try (DiskImage image = open(damaged, BackingFiles.none("image"))) {
          assertThat(image.disk().read(0, disk.length)).isEqualTo(disk);
          assertThat(image.notes()).singleElement().asString().contains("redundant");
        }
        LittleEndian.put32(damaged, directory(sound, REDUNDANT), -7);
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(MalformedException.class);
      }
    }
    byte[] lost = sound.clone();
    LittleEndian.put32(lost, directory(sound, PRIMARY), 0);
    assertThat(read(lost)).isEqualTo(disk);
  }

  @Test
  void damagedGrainsAndMarkersAreSaid() throws IOException {
    byte[] sound = FuzzedImage.make("vmdk", "subformat=streamOptimized");
    byte[] disk = read(sound);
    int grain = (int) LittleEndian.i64(sound, 64) * 512;
    // Its number, the highest byte of its length (a little more than what is there would do no
    // harm), and the header of its zlib stream.
    for (int place : new int[] {grain, grain + 11, grain + 12}) {
      byte[] damaged = sound.clone();
      damaged[place] ^= 0x55;
      byte[] before = disk.clone();
      assertThatThrownBy(() -> assertThat(read(damaged)).isEqualTo(before))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void whatIsNotReadIsRefusedByName() throws IOException {
    byte[] sound = FuzzedImage.make("vmdk", "subformat=monolithicSparse");
    byte[] newer = sound.clone();
    LittleEndian.put32(newer, 4, 4);
    assertThatThrownBy(() -> read(newer))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("version 4");
    byte[] asText = sound.clone();
    asText[75] = '\n';
    assertThatThrownBy(() -> read(asText)).hasMessageContaining("transfer as text");
    byte[] esx = Arrays.copyOf("COWD".getBytes(StandardCharsets.US_ASCII), 2048);
    assertThatThrownBy(() -> read(esx)).hasMessageContaining("COWD");
  }

  private static byte[] descriptor(String... lines) {
    String head = "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\n";
    return (head + String.join("\r\n", lines)).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void extentsAreJoinedInOrder() throws IOException {
    byte[] flat = new byte[4096];
    Arrays.fill(flat, 512, 1536, (byte) 9);
    BackingFiles files =
        name -> new BackingFiles.Backing(new MemorySource(name, flat), BackingFiles.none(name));
    byte[] text = descriptor("RW 3 FLAT \"a b.vmdk\" 1", "RW 5 ZERO", "RDONLY 2 VMFS \"c\"");
    try (DiskImage image = open(text, files)) {
      byte[] expected = new byte[10 * 512];
      Arrays.fill(expected, 0, 1024, (byte) 9);
      Arrays.fill(expected, 9 * 512, 10 * 512, (byte) 9);
      assertThat(image.disk().read(0, expected.length)).isEqualTo(expected);
      assertThat(image.disk().nextHole(0)).isEqualTo(3 * 512);
      assertThat(image.disk().nextData(3 * 512)).isEqualTo(8 * 512);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RW 9 FLAT \"short\" 0",
        "RW 0 FLAT \"short\" 0",
        "RW 999999999999999999 ZERO",
        "RW 8 SPARSE \"short\"",
        "parentCID=xyz",
        "parentCID=1",
        "nothing",
      })
  void impossibleDescriptorsAreRefused(String line) {
    BackingFiles files =
        name -> new BackingFiles.Backing(new ZeroDisk(name, 4096), BackingFiles.none(name));
    assertThatThrownBy(() -> open(descriptor(line), files)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RW 8 SESPARSE \"x\"", "RW 8 VMFSRDM \"x\"", "NOACCESS 8 ZERO"})
  void extentsThatAreNotReadAreRefusedByName(String line) {
    assertThatThrownBy(() -> open(descriptor(line), BackingFiles.none("image")))
        .isInstanceOf(UnsupportedException.class);
  }
}
