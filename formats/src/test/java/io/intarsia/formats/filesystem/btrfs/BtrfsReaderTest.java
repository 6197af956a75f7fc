package io.intarsia.formats.filesystem.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a small file system that Linux wrote holds. */
class BtrfsReaderTest {
  private static final long SEED = 20260107;
  private static byte[] image = {};
  private static FileSystem fileSystem = openNothing();

  private static FileSystem openNothing() {
    try {
      image = BtrfsImage.small();
      return BtrfsImage.open(image);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] lines(int last, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      for (int i = 1; i <= last; i++) {
        text.append(i).append('\n');
      }
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] content(String path) throws IOException {
    return Tree.content(fileSystem, Tree.find(fileSystem, path));
  }

  private static List<Extent> extents(String path) throws IOException {
    return Tree.extents(fileSystem, Tree.find(fileSystem, path));
  }

  @BeforeAll
  static void isRecognised() throws IOException {
    assertThat(FileSystems.recognise(new MemorySource("image", image)))
        .hasValueSatisfying(reader -> assertThat(reader.version()).isEqualTo("btrfs/1"));
    assertThat(new BtrfsReader().recognises(new MemorySource("short", new byte[70_000]))).isFalse();
  }

  @Test
  void describesItself() throws IOException {
    assertThat(fileSystem.type()).isEqualTo("btrfs");
    assertThat(fileSystem.label()).isEqualTo("Marquetry");
    assertThat(fileSystem.uuid()).isEqualTo("0f1e2d3c-0000-4000-8000-0123456789ab");
    assertThat(fileSystem.blockSize()).isEqualTo(4096);
    assertThat(fileSystem.notes()).isEmpty();
    assertThat(fileSystem.root().type()).isEqualTo(FileType.DIRECTORY);
  }

  @Test
  void attributes() throws IOException {
    Inode plain = Tree.find(fileSystem, "/plain");
    assertThat(plain.mode()).isEqualTo(04750);
    assertThat(plain.uid()).isEqualTo(70_000);
    assertThat(plain.gid()).isEqualTo(4_000_000_000L);
    assertThat(plain.mtimeSeconds()).isEqualTo(2_272_190_400L);
    assertThat(plain.mtimeNanos()).isEqualTo(123_456_789);
    assertThat(plain.links()).isEqualTo(1);
    assertThat(Tree.find(fileSystem, "/inline").mtimeSeconds()).isEqualTo(-157_766_400);
    assertThat(fileSystem.linkTarget(Tree.find(fileSystem, "/link")))
        .isEqualTo("plain".getBytes(StandardCharsets.US_ASCII));
    Inode block = Tree.find(fileSystem, "/block");
    assertThat(block.type()).isEqualTo(FileType.BLOCK_DEVICE);
    assertThat(block.deviceMajor()).isEqualTo(259);
    assertThat(block.deviceMinor()).isEqualTo(70_000);
    assertThat(Tree.find(fileSystem, "/fifo").type()).isEqualTo(FileType.FIFO);
    assertThat(Tree.xattrs(fileSystem, plain))
        .hasSize(3)
        .contains("user.other=", "user.short=value")
        .anyMatch(xattr -> xattr.startsWith("system.posix_acl_access=\2\0\0\0\1\0\7\0"));
    assertThat(Tree.xattrs(fileSystem, Tree.find(fileSystem, "/zstd/regular")))
        .containsExactly("btrfs.compression=zstd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zlib", "lzo", "zstd"})
  void compressedFiles(String compression) throws IOException {
    assertThat(content("/" + compression + "/regular")).isEqualTo(lines(300, 300_000));
    assertThat(content("/" + compression + "/inline")).isEqualTo(lines(500, 1500));
    assertThat(extents("/" + compression + "/regular"))
        .hasSize(3)
        .allMatch(extent -> extent.kind() == Extent.Kind.ELSEWHERE);
    assertThat(extents("/" + compression + "/inline"))
        .containsExactly(new Extent(0, 1500, Extent.Kind.ELSEWHERE, -1));
  }

  @Test
  void piecesOfAContentAreThoseOfTheWhole() throws IOException {
    Random random = new Random(SEED);
    for (String path : new String[] {"/lzo/regular", "/cloned", "/sparse", "/prealloc", "/plain"}) {
      byte[] whole = content(path);
      ByteSource source = fileSystem.open(Tree.find(fileSystem, path));
      for (int i = 0; i < 50; i++) {
        int from = random.nextInt(whole.length);
        int length = random.nextInt(whole.length - from + 1);
        assertThat(source.read(from, length))
            .isEqualTo(Arrays.copyOfRange(whole, from, from + length));
      }
    }
  }

  @Test
  void plainFilesAreInPlace() throws IOException {
    byte[] expected = lines(3000, 13_893);
    assertThat(content("/plain")).isEqualTo(expected);
    List<Extent> extents = extents("/plain");
    assertThat(extents).hasSize(1);
    Extent extent = extents.getFirst();
    assertThat(extent.kind()).isEqualTo(Extent.Kind.PLAIN);
    int place = (int) extent.diskOffset();
    assertThat(Arrays.copyOfRange(image, place, place + expected.length)).isEqualTo(expected);
    assertThat(extents("/reflink")).isEqualTo(extents);
  }

  @Test
  void holesAndPreallocatedSpace() throws IOException {
    assertThat(extents("/prealloc"))
        .extracting(Extent::kind)
        .containsExactly(Extent.Kind.ZERO, Extent.Kind.PLAIN, Extent.Kind.ZERO);
    assertThat(content("/prealloc")).hasSize(100_000).contains('1', '0');
    ByteSource sparse = fileSystem.open(Tree.find(fileSystem, "/sparse"));
    assertThat(sparse.nextHole(0)).isZero();
    assertThat(sparse.nextData(0)).isEqualTo(397_312);
    assertThat(sparse.nextHole(400_000)).isEqualTo(409_600);
    assertThat(sparse.nextData(420_000)).isEqualTo(sparse.size()).isEqualTo(1_000_000);
    byte[] cloned = lines(300, 300_000);
    Arrays.fill(cloned, 131_072, 131_072 + 65_536, (byte) 0);
    assertThat(content("/cloned")).isEqualTo(cloned);
  }

  @Test
  void subvolumesAreDirectories() throws IOException {
    Map<String, Tree.Node> nodes = Tree.read(fileSystem);
    assertThat(nodes)
        .containsKeys("/sub/file", "/sub/nested/file", "/snapshot/file", "/snapshot/nested")
        .doesNotContainKeys("/snapshot/nested/file", "/gone");
    assertThat(nodes.values().stream().map(node -> node.inode().number()).distinct().count())
        .isEqualTo(nodes.size());
    assertThat(content("/sub/file")).isEqualTo(lines(5, 10));
    assertThat(content("/snapshot/file")).isEqualTo(lines(7, 14));
    Inode placeholder = Tree.find(fileSystem, "/snapshot/nested");
    assertThat(placeholder.mode()).isEqualTo(0755);
    assertThat(placeholder.uid()).isEqualTo(5);
    assertThat(placeholder.gid()).isEqualTo(6);
    assertThat(fileSystem.xattrs(placeholder)).isEmpty();
  }

  /** As much as fstrim discarded. */
  @Test
  void freeSpace() throws IOException {
    assertThat(Tree.freeBlocks(fileSystem).cardinality() * 4096).isEqualTo(15_327_232);
  }
}
