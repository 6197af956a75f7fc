package io.intarsia.formats.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same tree in file systems of all kinds: what was written, and free space as dumpe2fs says.
 */
class Ext4MatrixTest {
  private static final long SEED = 20260101;
  private static final int[] SIZES = {0, 1, 59, 60, 61, 150, 1024, 4096, 70_000, 300_000};

  @TempDir static Path directory = Path.of("");
  private static Path tree = Path.of("");

  @BeforeAll
  static void writeTree() throws IOException {
    Random random = new Random(SEED);
    tree = Files.createDirectory(directory.resolve("tree"));
    for (int size : SIZES) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      Path file = Files.write(tree.resolve("size-" + size), content);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * (size + 1_000_000)));
    }
    Path many = Files.createDirectories(tree.resolve("many/of/them"));
    for (int i = 0; i < 300; i++) {
      Files.writeString(many.resolve("file-with-a-rather-long-name-" + i), "content " + i);
    }
    Path few = Files.createDirectories(tree.resolve("few"));
    for (String name : new String[] {"a", "bb", "somewhat-longer-name", "d", "e.txt", "f"}) {
      Files.writeString(few.resolve(name), name);
    }
    Files.createLink(tree.resolve("hard-link"), tree.resolve("size-4096"));
    Files.createSymbolicLink(tree.resolve("short"), Path.of("size-1"));
    Files.createSymbolicLink(tree.resolve("long"), Path.of("a/".repeat(100) + "b"));
    writeSparse(tree.resolve("sparse"), random);
  }

  /** Pieces in the reach of direct, indirect and double indirect blocks. */
  private static void writeSparse(Path file, Random random) throws IOException {
    byte[] piece = new byte[5000];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long place : new long[] {0, 20_000, 280_000, 900_000, 1_234_567}) {
        random.nextBytes(piece);
        channel.write(ByteBuffer.wrap(piece), place);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ext2 | -t ext2 -b 1024",
        "ext2 | -t ext2 -b 4096 -I 128",
        "ext2 | -t ext2 -b 1024 -r 0",
        "ext2 | -t ext2 -O ^sparse_super,^resize_inode -b 1024 -g 2048",
        "ext3 | -t ext3 -b 2048",
        "ext3 | -t ext3 -b 1024 -I 128 -O ^resize_inode",
        "ext4 | -t ext4 -b 1024",
        "ext4 | -t ext4 -b 4096",
        "ext4 | -t ext4 -b 2048 -O ^64bit -g 4096",
        "ext4 | -t ext4 -b 8192 -J size=16",
        "ext4 | -t ext4 -b 16384 -J size=20",
        "ext4 | -t ext4 -b 65536 -O ^has_journal",
        "ext4 | -t ext4 -b 4096 -I 128 -O ^metadata_csum",
        "ext4 | -t ext4 -b 1024 -O ^metadata_csum",
        "ext4 | -t ext4 -b 1024 -O uninit_bg -g 1024",
        "ext4 | -t ext4 -b 1024 -O ^metadata_csum,uninit_bg,64bit -g 1024",
        "ext4 | -t ext4 -b 1024 -O meta_bg,^resize_inode -g 1024",
        "ext4 | -t ext4 -b 4096 -O meta_bg,^resize_inode,^flex_bg -g 1024",
        "ext4 | -t ext4 -b 1024 -O sparse_super2,^resize_inode -g 2048",
        "ext4 | -t ext4 -b 1024 -O ^flex_bg -g 1024",
        "ext4 | -t ext4 -b 4096 -O bigalloc -C 16384",
        "ext4 | -t ext4 -b 1024 -O bigalloc -C 8192",
        "ext4 | -t ext4 -b 4096 -O bigalloc,^metadata_csum,uninit_bg -C 65536",
        "ext4 | -t ext4 -b 1024 -I 256 -O inline_data",
        "ext4 | -t ext4 -b 4096 -I 1024 -O inline_data",
        "ext4 | -t ext4 -b 1024 -O metadata_csum_seed",
        "ext4 | -t ext4 -b 1024 -O ^extent,^64bit,^flex_bg",
        "ext4 | -t ext4 -b 4096 -O quota,project,mmp,large_dir,ea_inode,verity,casefold -E encoding=utf8",
        "ext4 | -t ext4 -b 1024 -O fast_commit,orphan_file -E packed_meta_blocks=1",
      })
  void readsWhatWasWritten(String type, String options) throws IOException {
    ExtImage image =
        ExtImage.make(
            directory,
            64,
            options + " -L Marquetry -U 0f1e2d3c-0000-4000-8000-0123456789ab -d " + tree);
    assertTree(image, type);
    assertTree(image.fsck("-fyD"), type);
    Files.delete(image.file());
  }

  private static void assertTree(ExtImage image, String type) throws IOException {
    byte[] bytes = image.bytes();
    FileSystem fileSystem = ExtImage.open(bytes);
    assertThat(fileSystem.type()).isEqualTo(type);
    assertThat(fileSystem.uuid()).isEqualTo("0f1e2d3c-0000-4000-8000-0123456789ab");
    assertThat(fileSystem.label()).isEqualTo("Marquetry");
    assertThat(fileSystem.notes()).isEmpty();
    Map<String, Tree.Node> nodes = Tree.read(fileSystem);
    Set<String> expected = new TreeSet<>(Set.of("/lost+found"));
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = "/" + tree.relativize(path);
        expected.add(name);
        Tree.Node node = Objects.requireNonNull(nodes.get(name), name);
        if (!name.equals("/")) {
          assertFile(fileSystem, bytes, path, node.inode());
        }
      }
    }
    assertThat(nodes.keySet()).isEqualTo(expected);
    assertThat(Tree.freeBlocks(fileSystem)).isEqualTo(image.freeBlocks());
  }

  private static void assertFile(FileSystem fileSystem, byte[] disk, Path path, Inode inode)
      throws IOException {
    assertThat(inode.mtimeSeconds())
        .isEqualTo(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis() / 1000);
    assertThat(inode.uid())
        .isEqualTo(
            ((Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .longValue());
    assertThat(inode.mode())
        .isEqualTo((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777);
    if (Files.isSymbolicLink(path)) {
      assertThat(new String(fileSystem.linkTarget(inode), StandardCharsets.UTF_8))
          .isEqualTo(Files.readSymbolicLink(path).toString());
    } else if (inode.type() == FileType.FILE) {
      assertThat(inode.links())
          .isEqualTo(((Integer) Files.getAttribute(path, "unix:nlink")).longValue());
      assertContent(fileSystem, disk, Files.readAllBytes(path), inode);
    }
  }

  private static void assertContent(
      FileSystem fileSystem, byte[] disk, byte[] expected, Inode inode) throws IOException {
    assertThat(Arrays.equals(Tree.content(fileSystem, inode), expected)).isTrue();
    byte[] pieces = new byte[expected.length];
    long end = 0;
    for (Extent extent : Tree.extents(fileSystem, inode)) {
      assertThat(extent.fileOffset()).isGreaterThanOrEqualTo(end);
      end = extent.fileOffset() + extent.length();
      if (extent.kind() == Extent.Kind.PLAIN) {
        System.arraycopy(
            disk,
            (int) extent.diskOffset(),
            pieces,
            (int) extent.fileOffset(),
            (int) extent.length());
      } else if (extent.kind() == Extent.Kind.ELSEWHERE) {
        byte[] part =
            fileSystem.open(inode).read(extent.fileOffset(), Math.toIntExact(extent.length()));
        System.arraycopy(part, 0, pieces, (int) extent.fileOffset(), part.length);
      }
    }
    assertThat(end).isLessThanOrEqualTo(expected.length);
    assertThat(Arrays.equals(pieces, expected)).isTrue();
  }
}
