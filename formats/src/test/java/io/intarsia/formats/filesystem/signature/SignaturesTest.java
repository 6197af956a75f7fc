package io.intarsia.formats.filesystem.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesTest {
  private static final int SIZE = 1 << 20;

  @TempDir Path directory = Path.of("");

  private static @Nullable String name(byte[] bytes) throws IOException {
    return Signatures.name(new MemorySource("partition", bytes));
  }

  private static byte[] with(int offset, String magic) {
    byte[] bytes = new byte[SIZE];
    byte[] there = magic.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(there, 0, bytes, offset, there.length);
    return bytes;
  }

  @Test
  void knowsMagics() throws IOException {
    assertThat(name(with(0, "LUKS\u00BA\u00BE"))).isEqualTo("crypto_LUKS");
    assertThat(name(with(0, "XFSB"))).isEqualTo("xfs");
    assertThat(name(with(65600, "_BHRfS_M"))).isEqualTo("btrfs");
    assertThat(name(with(3, "NTFS    "))).isEqualTo("ntfs");
    assertThat(name(with(3, "EXFAT   "))).isEqualTo("exfat");
    assertThat(name(with(32769, "CD001"))).isEqualTo("iso9660");
    assertThat(name(with(0, "hsqs"))).isEqualTo("squashfs");
    assertThat(name(with(4096 - 10, "SWAPSPACE2"))).isEqualTo("swap");
    assertThat(name(with(65536 - 10, "SWAPSPACE2"))).isEqualTo("swap");
    byte[] lvm = with(512, "LABELONE");
    System.arraycopy("LVM2 001".getBytes(StandardCharsets.US_ASCII), 0, lvm, 536, 8);
    assertThat(name(lvm)).isEqualTo("LVM2_member");
  }

  @Test
  void knowsRaidWhereverItsSuperblockIs() throws IOException {
    for (int place : new int[] {0, 4096, SIZE - 8192, SIZE - 65536}) {
      byte[] bytes = new byte[SIZE];
      LittleEndian.put32(bytes, place, 0xA92B4EFC);
      assertThat(name(bytes)).isEqualTo("linux_raid_member");
    }
  }

  @Test
  void knowsFatByItsParameterBlock() throws IOException {
    byte[] bytes = with(82, "FAT32   ");
    assertThat(name(bytes)).isNull();
    LittleEndian.put16(bytes, 11, 512);
    bytes[13] = 8;
    bytes[14] = 32;
    bytes[16] = 2;
    bytes[21] = (byte) 0xF8;
    LittleEndian.put32(bytes, 32, 2000);
    LittleEndian.put32(bytes, 36, 8);
    assertThat(name(bytes)).isEqualTo("vfat");
  }

  @Test
  void knowsWhatTheToolsMake() throws Exception {
    for (String type : new String[] {"ext2", "ext3", "ext4"}) {
      assertThat(name(make("/usr/sbin/mke2fs", "-q", "-F", "-t", type))).isEqualTo(type);
    }
    assertThat(name(make("/usr/sbin/mkswap", "-q"))).isEqualTo("swap");
  }

  private byte[] make(String... command) throws Exception {
    Path file = directory.resolve("file");
    Files.deleteIfExists(file);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(16 << 20);
    }
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = file.toString();
    Process process = new ProcessBuilder(all).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllBytes(file);
  }

  @Test
  void knowsNothingOfTheRest() throws IOException {
    for (int size : new int[] {0, 1, 3, 511, 512, 4096, 70_000, SIZE}) {
      assertThat(name(new byte[size])).isNull();
    }
  }
}
