package io.intarsia.formats.filesystem.ntfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Survey;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what tree.sh put into volumes, and what mkntfs makes. */
class NtfsReaderTest {
  @TempDir Path directory = Path.of("");

  /** Lines as tree.sh writes them. */
  private static byte[] text(int lines) {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      text.append("line ").append(line * line % 89).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Inode find(FileSystem fileSystem, String path) throws IOException {
    return Survey.inode(Survey.inodes(fileSystem), path);
  }

  private static byte[] content(FileSystem fileSystem, String path) throws IOException {
    return Survey.content(fileSystem, find(fileSystem, path));
  }

  private static List<String> xattrs(FileSystem fileSystem, String path) throws IOException {
    return fileSystem.xattrs(find(fileSystem, path)).stream()
        .map(xattr -> new String(xattr.name(), UTF_8) + "=" + xattr.value().length)
        .toList();
  }

  /** Puts a file together from its extents, as check-in does. */
  private static byte[] assembled(byte[] image, FileSystem fileSystem, Inode file)
      throws IOException {
    byte[] content = new byte[(int) file.size()];
    try (ByteSource open = fileSystem.open(file)) {
      fileSystem.extents(
          file,
          extent -> {
            int at = (int) extent.fileOffset();
            int length = (int) extent.length();
            switch (extent.kind()) {
              case PLAIN -> System.arraycopy(image, (int) extent.diskOffset(), content, at, length);
              case ELSEWHERE -> open.read(at, content, at, length);
              case ZERO -> {}
            }
          });
    }
    return content;
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void describesTheVolume(int clusterSize) throws IOException {
    byte[] image = NtfsImage.tree(clusterSize);
    FileSystem fileSystem = NtfsImage.open(image);
    assertThat(fileSystem.type()).isEqualTo("ntfs");
    assertThat(fileSystem.label()).isEqualTo("a label");
    assertThat(fileSystem.uuid()).matches("[0-9A-F]{16}");
    assertThat(fileSystem.blockSize()).isEqualTo(clusterSize);
    assertThat(fileSystem.notes()).isEmpty();
    assertThat(FileSystems.recognise(new MemorySource("image", image)))
        .hasValueSatisfying(reader -> assertThat(reader.version()).isEqualTo("ntfs/1"));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void readsContents(int clusterSize) throws IOException {
    byte[] image = NtfsImage.tree(clusterSize);
    FileSystem fileSystem = NtfsImage.open(image);
    assertThat(content(fileSystem, "/empty")).isEmpty();
    assertThat(content(fileSystem, "/resident")).isEqualTo("in the record".getBytes(UTF_8));
    assertThat(content(fileSystem, "/text")).isEqualTo(text(1500));
    assertThat(content(fileSystem, "/many/hard link")).isEqualTo(text(1500));
    assertThat(content(fileSystem, "/packed/text")).isEqualTo(text(2500));
    assertThat(content(fileSystem, "/packed/zeros")).isEqualTo(new byte[200_000]);
    assertThat(content(fileSystem, "/packed/short")).isEqualTo("short".getBytes(UTF_8));
    byte[] random = content(fileSystem, "/packed/random");
    assertThat(Arrays.copyOfRange(random, 8200, random.length)).isEqualTo(text(500));
    byte[] sparse = new byte[300_001];
    System.arraycopy("middle".getBytes(UTF_8), 0, sparse, 100_000, 6);
    assertThat(content(fileSystem, "/sparse")).isEqualTo(sparse);
    byte[] fragments = content(fileSystem, "/fragments");
    assertThat(fragments).hasSize(599 * 9000 + 511);
    assertThat(new String(fragments, 321 * 9000, 12, UTF_8)).isEqualTo("turn    321\0");
    for (Map.Entry<String, Inode> entry : Survey.inodes(fileSystem).entrySet()) {
      if (entry.getValue().type() == FileType.FILE) {
        assertThat(assembled(image, fileSystem, entry.getValue()))
            .as(entry.getKey())
            .isEqualTo(Survey.content(fileSystem, entry.getValue()));
      }
    }
  }

  @Test
  void saysWhereContentsAre() throws IOException {
    FileSystem fileSystem = NtfsImage.open(NtfsImage.tree(512));
    assertThat(kinds(fileSystem, "/resident")).containsExactly(Extent.Kind.ELSEWHERE);
    assertThat(kinds(fileSystem, "/text")).containsOnly(Extent.Kind.PLAIN);
    assertThat(kinds(fileSystem, "/packed/text")).containsExactly(Extent.Kind.ELSEWHERE);
    assertThat(kinds(fileSystem, "/packed/zeros")).isEmpty();
    assertThat(kinds(fileSystem, "/packed/random"))
        .startsWith(Extent.Kind.PLAIN)
        .endsWith(Extent.Kind.ELSEWHERE);
    List<Extent> sparse = Survey.extents(fileSystem, find(fileSystem, "/sparse"));
    assertThat(sparse.getFirst().fileOffset()).isBetween(90_000L, 100_000L);
    assertThat(kinds(fileSystem, "/fragments").size()).isGreaterThan(500);
  }

  private static List<Extent.Kind> kinds(FileSystem fileSystem, String path) throws IOException {
    return Survey.extents(fileSystem, find(fileSystem, path)).stream().map(Extent::kind).toList();
  }

  @Test
  void readsCompressedPiecesInAnyOrder() throws IOException {
    FileSystem fileSystem = NtfsImage.open(NtfsImage.tree(512));
    byte[] expected = text(2500);
    try (ByteSource content = fileSystem.open(find(fileSystem, "/packed/text"))) {
      assertThat(content.nextHole(0)).isEqualTo(expected.length);
      for (int at = expected.length - 1000; at >= 0; at -= 777) {
        assertThat(content.read(at, 1000)).isEqualTo(Arrays.copyOfRange(expected, at, at + 1000));
      }
    }
    try (ByteSource zeros = fileSystem.open(find(fileSystem, "/packed/zeros"))) {
      assertThat(zeros.nextData(5)).isEqualTo(zeros.size());
      assertThat(zeros.nextHole(5)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void listsNames(int clusterSize) throws IOException {
    FileSystem fileSystem = NtfsImage.open(NtfsImage.tree(clusterSize));
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    for (int i = 0; i < 200; i++) {
      assertThat(inodes).containsKey("/many/a name that is long enough " + i);
    }
    assertThat(inodes)
        .containsKeys("/unicode/caf\u00E9 \uD83E\uDEB5", "/unicode/" + "\u20AC".repeat(80))
        .doesNotContainKeys("/deleted", "/$MFT", "/.", "/$Extend");
    assertThat(Survey.inode(inodes, "/text").links()).isEqualTo(2);
    assertThat(Survey.inode(inodes, "/many/hard link").number())
        .isEqualTo(Survey.inode(inodes, "/text").number());
    byte[] half = "half \u00ED\u00A0\u00B5".getBytes(StandardCharsets.ISO_8859_1);
    boolean[] found = {false};
    fileSystem.list(
        Survey.inode(inodes, "/unicode"), (name, number) -> found[0] |= Arrays.equals(name, half));
    assertThat(found[0]).isTrue();
  }

  /** As tree.sh makes it: text, then calls of x86, five times. */
  private static byte[] compact() {
    byte[] text = text(1000);
    ByteBuffer content = ByteBuffer.allocate(5 * (text.length + 900));
    content.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 5; i++) {
      content.put(text);
      for (int place = 0; place < 900; place += 9) {
        content.put((byte) 0xE8).putInt(5000 - place).put("call".getBytes(UTF_8));
      }
    }
    return content.array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/compact/0", "/compact/1", "/compact/2", "/compact/3"})
  void readsWhatWindowsCompressedAsAWhole(String path) throws IOException {
    FileSystem fileSystem = NtfsImage.open(NtfsImage.tree(512));
    byte[] expected = compact();
    assertThat(content(fileSystem, path)).isEqualTo(expected);
    assertThat(kinds(fileSystem, path)).containsExactly(Extent.Kind.ELSEWHERE);
    assertThat(xattrs(fileSystem, path)).containsExactly("user.kept=6");
    try (ByteSource content = fileSystem.open(find(fileSystem, path))) {
      for (int at = expected.length - 9000; at >= 0; at -= 7777) {
        assertThat(content.read(at, 9000)).isEqualTo(Arrays.copyOfRange(expected, at, at + 9000));
      }
    }
  }

  @Test
  void readsAttributes() throws IOException {
    FileSystem fileSystem = NtfsImage.open(NtfsImage.tree(4096));
    Inode resident = find(fileSystem, "/resident");
    assertThat(resident.mtimeSeconds()).isEqualTo(1_000_000_000);
    assertThat(resident.mtimeNanos()).isEqualTo(123_456_700);
    assertThat(resident.mode()).isEqualTo(0777);
    assertThat(find(fileSystem, "/old").mtimeSeconds()).isEqualTo(-157_766_400);
    assertThat(xattrs(fileSystem, "/text"))
        .containsExactly("user.stream=5", "user.\u00E9=" + text(300).length);
    assertThat(xattrs(fileSystem, "/many")).containsExactly("user.of a directory=0");
    assertThat(xattrs(fileSystem, "/streams")).containsExactly("user.long=65536");
    assertThat(xattrs(fileSystem, "/empty")).isEmpty();
    Xattr stream = fileSystem.xattrs(find(fileSystem, "/text")).getFirst();
    assertThat(stream.value()).isEqualTo("value".getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "/junction, /Users/Me/Documents",
    "/other drive, /.NTFS-3G/D:/a/b",
    "/Users/relative, Me/File.txt",
    "/Users/Me/upwards, ../Me/File.txt",
    "/rooted, /Users/Me/File.txt",
    "/dangling, nowhere/file",
    "/share, //server/share",
    "/link, caf\u00E9",
    "/wsl/link, target",
  })
  void readsLinks(String path, String target) throws IOException {
    FileSystem fileSystem = NtfsImage.open(NtfsImage.tree(512));
    Inode link = find(fileSystem, path);
    assertThat(link.type()).isEqualTo(FileType.SYMLINK);
    assertThat(new String(fileSystem.linkTarget(link), UTF_8)).isEqualTo(target);
    assertThat(link.size()).isEqualTo(target.getBytes(UTF_8).length);
  }

  @ParameterizedTest
  @CsvSource({
    "/char, CHARACTER_DEVICE, 5, 70, 511",
    "/block, BLOCK_DEVICE, 8, 300, 511",
    "/fifo, FIFO, 0, 0, 511",
    "/wsl/char, CHARACTER_DEVICE, 5, 70000, 0",
    "/wsl/block, BLOCK_DEVICE, 8, 3, 0",
    "/wsl/fifo, FIFO, 0, 0, 0",
    "/other, FILE, 0, 0, 511",
  })
  void readsSpecialFiles(String path, FileType type, int major, int minor, int mode)
      throws IOException {
    Inode inode = find(NtfsImage.open(NtfsImage.tree(4096)), path);
    assertThat(inode.type()).isEqualTo(type);
    assertThat(inode.deviceMajor()).isEqualTo(major);
    assertThat(inode.deviceMinor()).isEqualTo(minor);
    assertThat(inode.mode()).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void findsFreeSpace(int clusterSize) throws IOException {
    byte[] image = NtfsImage.tree(clusterSize);
    FileSystem fileSystem = NtfsImage.open(image);
    byte[] gone = "gone".repeat(1000).getBytes(UTF_8);
    int deleted = NtfsImage.find(image, gone, 0);
    boolean[] found = {false};
    fileSystem.freeSpace(
        (offset, length) -> found[0] |= offset <= deleted && deleted + 4000 <= offset + length);
    assertThat(found[0]).isTrue();
    assertThat(Survey.freeBytes(fileSystem)).isBetween(1L << 20, 7L << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "-c 512, 2",
    "-c 1024, 2",
    "-c 2048 -s 2048, 4",
    "-c 4096 -s 4096, 4",
    "-c 4096 -I, 2",
    "-c 8192, 4",
    "-c 65536, 8",
    "-c 131072, 16",
    "-c 2097152, 100",
  })
  void readsWhatMkntfsMakes(String options, int mebibytes) throws IOException {
    byte[] content = NtfsImage.random(300_000);
    byte[] image = NtfsImage.make(directory, mebibytes, options, content);
    FileSystem fileSystem = NtfsImage.open(image);
    assertThat(content(fileSystem, "/file")).isEqualTo(content);
    assertThat(assembled(image, fileSystem, find(fileSystem, "/file"))).isEqualTo(content);
    assertThat(fileSystem.notes()).isEmpty();
    assertThat(fileSystem.label()).isNull();
    assertThat(Survey.freeBytes(fileSystem)).isPositive();
  }

  @Test
  void readsTheCopyOfTheBootSector() throws IOException {
    byte[] image = NtfsImage.tree(4096);
    Arrays.fill(image, 0, 512, (byte) 0);
    assertThat(new NtfsReader().recognises(new MemorySource("image", image))).isTrue();
    FileSystem fileSystem = NtfsImage.open(image);
    assertThat(content(fileSystem, "/text")).isEqualTo(text(1500));
    assertThat(fileSystem.notes().getFirst()).contains("boot sector");
    assertThatThrownBy(() -> Survey.freeBytes(fileSystem)).isInstanceOf(MalformedException.class);
    ByteBuffer swap = NtfsImage.at(image, 4086);
    swap.put("SWAPSPACE2".getBytes(UTF_8));
    assertThat(new NtfsReader().recognises(new MemorySource("image", image))).isFalse();
  }
}
