package io.intarsia.formats.filesystem.fat;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.DiskTool;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Survey;
import io.intarsia.formats.filesystem.signature.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes as the tools make them, of all widths and sector sizes. */
class FatReaderTest {
  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "1440, -F 12, 512",
    "1900, -F 12 -s 1 -f 1, 512",
    "8192, -F 12 -S 4096 -s 2, 8192",
    "20000, -F 16 -s 4, 2048",
    "20000, -F 16 -S 1024 -s 1 -r 1024, 1024",
    "36000, -F 32 -s 1, 512",
    "270000, -F 32 -S 2048 -s 2 -f 1, 4096",
    "270000, -F 32 -S 4096 -s 1, 4096"
  })
  void readsWhatTheToolsWrite(int kibibytes, String options, int cluster) throws IOException {
    FatImage image = FatImage.make(directory, kibibytes, options + " -n Wood");
    image.mtools("mmd", "::directory", "::directory/below", "::UPPER");
    Map<String, Integer> files = new TreeMap<>();
    for (int size : new int[] {0, 1, cluster - 1, cluster, cluster + 1, 300_000}) {
      files.put("/directory/a name that is long enough, of " + size, size);
    }
    files.put("/lower.txt", 6);
    files.put("/UPPER/UPPER.TXT", 7);
    for (int i = 0; i < 40; i++) {
      files.put("/UPPER/one of many files that fill clusters " + i, i);
    }
    for (Map.Entry<String, Integer> file : files.entrySet()) {
      image.put(file.getKey(), file.getValue());
    }
    FileSystem fileSystem = image.open();
    assertThat(fileSystem.type()).isEqualTo("vfat");
    assertThat(fileSystem.uuid()).isEqualTo("1234-ABCD");
    assertThat(fileSystem.label()).isEqualTo("Wood");
    assertThat(fileSystem.blockSize()).isEqualTo(cluster);
    assertThat(fileSystem.notes()).isEmpty();
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    assertThat(inodes).hasSize(files.size() + 4);
    for (Map.Entry<String, Integer> file : files.entrySet()) {
      Inode inode = Survey.inode(inodes, file.getKey());
      assertThat(inode.type()).isEqualTo(FileType.FILE);
      assertThat(inode.mode()).isEqualTo(0755);
      assertThat(inode.mtimeSeconds()).isEqualTo(1_700_000_000);
      assertThat(Survey.content(fileSystem, inode)).isEqualTo(FatImage.content(file.getValue()));
    }
    assertThat(Survey.freeBytes(fileSystem)).isEqualTo(freeBytes(image));
  }

  @Test
  void namesBeyondAscii() throws IOException {
    FatImage image = FatImage.make(directory, 1440, "-F 12");
    DiskTool.run(
        "sh",
        "-ec",
        "mmd -i \"$0\" \"$(printf '::caf\\303\\251 \\342\\202\\254')\"; mmd -i \"$0\" \"$(printf '::\\303\\234')\"",
        image.file());
    assertThat(Survey.inodes(image.open()).keySet())
        .containsExactly("/", "/caf\u00E9 \u20AC", "/\u00DC");
  }

  /** As mdir says. */
  private static long freeBytes(FatImage image) throws IOException {
    String listing = DiskTool.run("mdir", "-i", image.file(), "::");
    String last = listing.substring(0, listing.indexOf(" bytes free"));
    return Long.parseLong(last.substring(last.lastIndexOf("  ")).replace(" ", ""));
  }

  @Test
  void shortNamesInLowerCaseAndInCodePage437() throws IOException {
    FatImage image = FatImage.make(directory, 1440, "-F 12");
    image.put("/AAAAAAAA.TXT", 1).put("/BBBBBBBB.TXT", 1).put("/CCCCCCCC", 1).put("/DDDD.TXT", 1);
    byte[] bytes = image.bytes();
    rename(bytes, "AAAAAAAATXT", "\u0080\u0090\u009A\u00E4\u00EA\u00B0  TX ", 0x08);
    rename(bytes, "BBBBBBBBTXT", "NAME    TXT", 0x10);
    rename(bytes, "CCCCCCCC   ", "\u0005BC     ", 0x18);
    rename(bytes, "DDDD    TXT", "UP PER  TXT", 0);
    assertThat(Survey.inodes(FatImage.open(bytes)).keySet())
        .containsExactlyInAnyOrder(
            "/",
            "/\u00E7\u00E9\u00FC\u03C3\u03A9\u2591.TX",
            "/NAME.txt",
            "/\u03C3bc",
            "/UP PER.TXT");
  }

  private static void rename(byte[] bytes, String name, String instead, int flags) {
    int at = find(bytes, name);
    byte[] there = instead.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(there, 0, bytes, at, there.length);
    bytes[at + 12] = (byte) flags;
  }

  static int find(byte[] bytes, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < bytes.length - 32; at += 32) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError(text);
  }

  @Test
  void readOnlyFilesAndDirectories() throws IOException {
    FatImage image = FatImage.make(directory, 1440, "-F 12").put("/file", 1);
    image.mtools("mmd", "::sub").mtools("mattrib", "+r", "+s", "::file", "::sub");
    Map<String, Inode> inodes = Survey.inodes(image.open());
    assertThat(Survey.inode(inodes, "/file").mode()).isEqualTo(0555);
    assertThat(Survey.inode(inodes, "/sub").mode()).isEqualTo(0755);
    assertThat(Survey.inode(inodes, "/").mtimeSeconds()).isZero();
  }

  @Test
  void timesThatAreNone() {
    assertThat(DosTime.seconds(0, 0)).isEqualTo(315_532_800);
    assertThat(DosTime.seconds(0xFF9F, 0xBF7D)).isEqualTo(4_354_819_198L);
    assertThat(DosTime.seconds(0xFFFF, 0xFFFF)).isGreaterThan(4_354_819_198L);
  }

  @Test
  void recognisesByTheParameterBlock() throws IOException {
    byte[] bytes = FatImage.make(directory, 1440, "-F 12").bytes();
    assertRecognised(bytes, true);
    Arrays.fill(bytes, 54, 62, (byte) 0);
    assertRecognised(bytes, true);
    bytes[0] = 0;
    assertRecognised(bytes, false);
    bytes[0] = (byte) 0xEB;
    for (int field : new int[] {11, 13, 14, 16, 21, 22}) {
      byte[] broken = bytes.clone();
      broken[field] = 0;
      broken[field + 1] = 0;
      assertRecognised(broken, false);
    }
    assertRecognised(Arrays.copyOf(bytes, 600), false);
    assertRecognised(new byte[0], false);
  }

  private static void assertRecognised(byte[] bytes, boolean expected) throws IOException {
    MemorySource source = new MemorySource("image", bytes);
    assertThat(new FatReader().recognises(source)).isEqualTo(expected);
    assertThat(Signatures.name(source)).isEqualTo(expected ? "vfat" : null);
  }

  @Test
  void volumesWithoutLabel() throws IOException {
    FileSystem fileSystem = FatImage.make(directory, 36000, "-F 32").open();
    assertThat(fileSystem.label()).isNull();
    byte[] bytes = FatImage.make(directory, 36000, "-F 32").bytes();
    System.arraycopy("BOOT LABEL ".getBytes(StandardCharsets.US_ASCII), 0, bytes, 71, 11);
    assertThat(FatImage.open(bytes).label()).isEqualTo("BOOT LABEL");
  }
}
