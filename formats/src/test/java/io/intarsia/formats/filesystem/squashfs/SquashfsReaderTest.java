package io.intarsia.formats.filesystem.squashfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Tree;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SquashfsReaderTest {
  private static final int BLOCK = 1 << 17;

  @TempDir static Path directory = Path.of("");
  private static Path tree = Path.of("");
  private static byte[] random = {};
  private static byte[] text = {};

  @BeforeAll
  static void makeTree() throws IOException {
    tree = Files.createDirectories(directory.resolve("tree"));
    random = new byte[2 * BLOCK];
    new Random(7).nextBytes(random);
    text = "some text that can be compressed, ".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    Files.write(tree.resolve("random"), random);
    Files.write(tree.resolve("text"), text);
    Files.write(tree.resolve("empty"), new byte[0]);
    Files.writeString(tree.resolve("small"), "small");
    Files.createLink(tree.resolve("linked"), tree.resolve("small"));
    Files.createSymbolicLink(tree.resolve("symlink"), Path.of("some/target"));
    Path many = Files.createDirectories(tree.resolve("many"));
    for (int i = 0; i < 2000; i++) {
      Files.writeString(many.resolve("a name of some length, number " + i), "content " + i);
    }
    writeSparse(tree.resolve("sparse"));
  }

  private static void writeSparse(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text, 0, 1000), 5L * BLOCK);
      channel.write(ByteBuffer.wrap(text, 0, 1000), 9L * BLOCK - 500);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-comp gzip",
        "-comp gzip -b 4K -Xcompression-level 1",
        "-comp gzip -b 1M -Xwindow-size 9",
        "-comp lzma",
        "-comp lzma -b 4K",
        "-comp lzo",
        "-comp lzo -b 1M -Xalgorithm lzo1x_1",
        "-comp xz",
        "-comp xz -b 16K -Xbcj x86,arm -Xdict-size 8K",
        "-comp xz -b 1M",
        "-comp lz4",
        "-comp lz4 -b 16K -Xhc",
        "-comp zstd",
        "-comp zstd -b 1M -Xcompression-level 19",
        "-noI -noD -noF -noX",
        "-noI -noId",
        "-no-fragments",
        "-always-use-fragments",
        "-no-fragments -noD",
        "-no-exports -no-xattrs -no-duplicates",
        "-no-sparse",
      })
  void allKindsHoldTheSame(String options) throws IOException {
    FileSystem fs = SquashfsImage.open(SquashfsImage.make(tree, options));
    assertThat(fs.type()).isEqualTo("squashfs");
    assertThat(content(fs, "/random")).isEqualTo(random);
    assertThat(content(fs, "/text")).isEqualTo(text);
    assertThat(content(fs, "/empty")).isEmpty();
    assertThat(content(fs, "/sparse")).isEqualTo(Files.readAllBytes(tree.resolve("sparse")));
    assertThat(fs.linkTarget(Tree.find(fs, "/symlink")))
        .isEqualTo("some/target".getBytes(StandardCharsets.UTF_8));
    Inode small = Tree.find(fs, "/small");
    assertThat(small).isEqualTo(Tree.find(fs, "/linked"));
    assertThat(small.links()).isEqualTo(2);
    assertThat(small.mode()).isEqualTo(0644);
    assertThat(small.type()).isEqualTo(FileType.FILE);
    Map<String, Tree.Node> nodes = Tree.read(fs);
    assertThat(nodes).hasSize(2009);
    for (int i = 0; i < 2000; i += 333) {
      assertThat(content(fs, "/many/a name of some length, number " + i))
          .isEqualTo(("content " + i).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] content(FileSystem fs, String path) throws IOException {
    return Tree.content(fs, Tree.find(fs, path));
  }

  @Test
  void whatIsStoredAsItIsIsInPlace() throws IOException {
    byte[] image = SquashfsImage.make(tree, "-noF");
    FileSystem fs = SquashfsImage.open(image);
    List<Extent> extents = Tree.extents(fs, Tree.find(fs, "/random"));
    assertThat(extents).hasSize(1);
    Extent extent = extents.getFirst();
    assertThat(extent.kind()).isEqualTo(Extent.Kind.PLAIN);
    assertThat(inPlace(image, extent)).isEqualTo(random);
    Extent fragment = Tree.extents(fs, Tree.find(fs, "/small")).getFirst();
    assertThat(inPlace(image, fragment)).isEqualTo("small".getBytes(StandardCharsets.UTF_8));
    assertThat(Tree.extents(fs, Tree.find(fs, "/empty"))).isEmpty();
    assertThat(Tree.extents(fs, Tree.find(fs, "/text")))
        .first()
        .extracting(Extent::kind)
        .isEqualTo(Extent.Kind.ELSEWHERE);
  }

  private static byte[] inPlace(byte[] image, Extent extent) {
    int at = (int) extent.diskOffset();
    return Arrays.copyOfRange(image, at, at + (int) extent.length());
  }

  @Test
  void sparseBlocksAreHoles() throws IOException {
    FileSystem fs = SquashfsImage.open(SquashfsImage.make(tree, ""));
    Inode sparse = Tree.find(fs, "/sparse");
    try (ByteSource content = fs.open(sparse)) {
      assertThat(content.nextData(0)).isEqualTo(5L * BLOCK);
      assertThat(content.nextHole(5L * BLOCK)).isEqualTo(6L * BLOCK);
      assertThat(content.nextData(6L * BLOCK + 1)).isEqualTo(8L * BLOCK);
      assertThat(content.nextHole(8L * BLOCK)).isEqualTo(content.size());
    }
    assertThat(Tree.extents(fs, sparse))
        .containsExactly(
            new Extent(5L * BLOCK, BLOCK, Extent.Kind.ELSEWHERE, -1),
            new Extent(8L * BLOCK, BLOCK + 500, Extent.Kind.ELSEWHERE, -1));
  }

  @Test
  void attributesStandInOrderWhereverTheirValuesAre() throws IOException {
    Path attributed = Files.createDirectories(directory.resolve("attributed"));
    String value = "long enough to be stored once for both of them, ".repeat(20);
    for (String name : List.of("one", "two")) {
      Path file = Files.writeString(attributed.resolve(name), name);
      SquashfsImage.attribute(file, "user.z", "last of " + name);
      SquashfsImage.attribute(file, "user.big", value);
      SquashfsImage.attribute(file, "user.a", "");
    }
    FileSystem fs = SquashfsImage.open(SquashfsImage.make(attributed, ""));
    for (String name : List.of("/one", "/two")) {
      List<Xattr> xattrs = fs.xattrs(Tree.find(fs, name));
      assertThat(xattrs)
          .extracting(x -> new String(x.name(), StandardCharsets.UTF_8))
          .containsExactly("user.a", "user.big", "user.z");
      assertThat(new String(xattrs.get(1).value(), StandardCharsets.UTF_8)).isEqualTo(value);
    }
  }

  @Test
  void piecesOfALargeFileAreReadAnywhere() throws IOException {
    FileSystem fs = SquashfsImage.open(SquashfsImage.make(tree, "-b 4K"));
    Random places = new Random(3);
    try (ByteSource content = fs.open(Tree.find(fs, "/text"))) {
      for (int i = 0; i < 300; i++) {
        int from = places.nextInt(text.length);
        int length = places.nextInt(Math.min(20_000, text.length - from) + 1);
        assertThat(content.read(from, length))
            .isEqualTo(Arrays.copyOfRange(text, from, from + length));
      }
    }
  }

  @Test
  void isRecognisedByItsMagic() throws IOException {
    SquashfsReader reader = new SquashfsReader();
    assertThat(reader.version()).isEqualTo("squashfs/1");
    byte[] image = SquashfsImage.make(tree, "");
    assertThat(FileSystems.recognise(new MemorySource("image", image))).isPresent();
    assertThat(reader.recognises(new MemorySource("short", Arrays.copyOf(image, 95)))).isFalse();
    assertThat(reader.recognises(new MemorySource("zeros", new byte[4096]))).isFalse();
  }

  @Test
  void saysWhatItDoesNotKnow() throws IOException {
    byte[] image = SquashfsImage.make(tree, "");
    FileSystem fs = SquashfsImage.open(image);
    assertThatThrownBy(() -> fs.freeSpace((offset, length) -> {}))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("no allocation map");
    byte[] old = image.clone();
    old[28] = 3;
    old[30] = 1;
    assertThatThrownBy(() -> SquashfsImage.open(old))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("3.1");
    byte[] strange = image.clone();
    strange[20] = 9;
    assertThatThrownBy(() -> SquashfsImage.open(strange))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("compression 9");
  }
}
