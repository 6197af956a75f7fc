package io.intarsia.formats.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only debugfs writes without being root: devices, attributes, flags, times, odd maps. */
class Ext4SpecialsTest {
  @TempDir Path directory = Path.of("");

  private Path file(String name, int size) throws IOException {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) ('a' + i % 26);
    }
    return Files.write(directory.resolve(name), content);
  }

  @Test
  void devicesFifosAndSockets() throws IOException {
    FileSystem fileSystem =
        ExtImage.make(directory, 8, "-t ext4")
            .debugfs(
                "mknod console c 5 1",
                "mknod nvme b 259 300",
                "mknod pipe p",
                "mknod sock p",
                "sif sock mode 0140755",
                "sif pipe links_count 1")
            .open();
    Inode console = Tree.find(fileSystem, "/console");
    assertThat(console.type()).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThat(console.deviceMajor()).isEqualTo(5);
    assertThat(console.deviceMinor()).isEqualTo(1);
    Inode nvme = Tree.find(fileSystem, "/nvme");
    assertThat(nvme.type()).isEqualTo(FileType.BLOCK_DEVICE);
    assertThat(nvme.deviceMajor()).isEqualTo(259);
    assertThat(nvme.deviceMinor()).isEqualTo(300);
    assertThat(Tree.find(fileSystem, "/pipe").type()).isEqualTo(FileType.FIFO);
    Inode socket = Tree.find(fileSystem, "/sock");
    assertThat(socket.type()).isEqualTo(FileType.SOCKET);
    assertThat(socket.mode()).isEqualTo(0755);
    assertThat(socket.size()).isZero();
  }

  @Test
  void ownersOf32BitsAndTimesPast2038() throws IOException {
    Path file = file("source", 10);
    FileSystem fileSystem =
        ExtImage.make(directory, 8, "-t ext4 -I 256")
            .debugfs(
                "write " + file + " f",
                "sif f uid 4000000000",
                "sif f gid 70000",
                "sif f mode 0106755",
                "sif f mtime_lo 0xFFFFFFFF",
                "sif f mtime_extra 0x1DCD6501",
                "write " + file + " old",
                "sif old mtime_lo 0xFFFFFFFF",
                "sif old mtime_extra 0")
            .open();
    Inode inode = Tree.find(fileSystem, "/f");
    assertThat(inode.uid()).isEqualTo(4_000_000_000L);
    assertThat(inode.gid()).isEqualTo(70_000);
    assertThat(inode.mode()).isEqualTo(06755);
    assertThat(inode.mtimeSeconds()).isEqualTo(0xFFFFFFFFL);
    assertThat(inode.mtimeNanos()).isEqualTo(0x1DCD6501 >>> 2);
    Inode old = Tree.find(fileSystem, "/old");
    assertThat(old.mtimeSeconds()).isEqualTo(-1);
    assertThat(old.mtimeNanos()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-t ext4 -I 256", "-t ext4 -I 512 -O ea_inode", "-t ext2 -I 128"})
  void attributesInInodeAndBlock(String options) throws IOException {
    Path file = file("source", 10);
    Path value = file("value", 300);
    FileSystem fileSystem =
        ExtImage.make(directory, 8, options)
            .debugfs(
                "write " + file + " f",
                "ea_set f user.short v",
                "ea_set f security.selinux system_u",
                "ea_set f trusted.overlay.opaque y",
                "ea_set -f " + value + " f user.a-longer-name",
                "symlink l target",
                "ea_set l security.l 1")
            .open();
    assertThat(Tree.xattrs(fileSystem, Tree.find(fileSystem, "/f")))
        .containsExactly(
            "security.selinux=system_u",
            "trusted.overlay.opaque=y",
            "user.a-longer-name=" + Files.readString(value),
            "user.short=v");
    Inode link = Tree.find(fileSystem, "/l");
    assertThat(Tree.xattrs(fileSystem, link)).containsExactly("security.l=1");
    assertThat(fileSystem.linkTarget(link)).isEqualTo("target".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void attributesInInodesOfTheirOwn() throws IOException {
    Path value = file("value", 1024);
    FileSystem fileSystem =
        ExtImage.make(directory, 8, "-t ext4 -b 1024 -O ea_inode")
            .debugfs(
                "write " + file("source", 5) + " f",
                "ea_set -f " + value + " f user.large",
                "ea_set f user.small s")
            .open();
    assertThat(Tree.xattrs(fileSystem, Tree.find(fileSystem, "/f")))
        .containsExactly("user.large=" + Files.readString(value), "user.small=s");
  }

  @Test
  void unwrittenExtentsReadAsZeros() throws IOException {
    Path file = file("source", 4096);
    ExtImage image =
        ExtImage.make(directory, 8, "-t ext4 -b 1024")
            .debugfs("write " + file + " f", "fallocate f 10 19", "sif f size 15872");
    FileSystem fileSystem = image.open();
    Inode inode = Tree.find(fileSystem, "/f");
    assertThat(Tree.extents(fileSystem, inode))
        .extracting(Extent::kind)
        .contains(Extent.Kind.PLAIN, Extent.Kind.ZERO);
    assertThat(Tree.extents(fileSystem, inode).getLast())
        .isEqualTo(new Extent(10240, 5632, Extent.Kind.ZERO, -1));
    byte[] content = Tree.content(fileSystem, inode);
    assertThat(content).startsWith(Files.readAllBytes(file));
    assertThat(Arrays.copyOfRange(content, 4096, 15872)).containsOnly(0);
    try (ByteSource source = fileSystem.open(inode)) {
      assertThat(source.nextHole(0)).isEqualTo(4096);
      assertThat(source.nextData(4096)).isEqualTo(15872);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext2", "ext4"})
  void allLevelsOfTheMap(String type) throws IOException {
    Path sparse = directory.resolve("sparse");
    byte[] piece = Files.readAllBytes(file("piece", 5000));
    try (FileChannel channel =
        FileChannel.open(sparse, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long place = 0; place < 72_000_000; place += 350_000) {
        channel.write(ByteBuffer.wrap(piece), place);
      }
    }
    FileSystem fileSystem =
        ExtImage.make(directory, 16, "-t " + type + " -b 1024")
            .debugfs("write " + sparse + " f")
            .open();
    Inode inode = Tree.find(fileSystem, "/f");
    assertThat(
            Files.mismatch(
                sparse, Files.write(directory.resolve("copy"), Tree.content(fileSystem, inode))))
        .isEqualTo(-1);
    assertThat(Tree.extents(fileSystem, inode)).hasSizeGreaterThan(200);
  }

  @Test
  void dataPastTheEndOfVerityFilesIsIgnored() throws IOException {
    FileSystem fileSystem =
        ExtImage.make(directory, 8, "-t ext4 -b 1024 -O verity")
            .debugfs(
                "write " + file("source", 5000) + " f", "sif f size 1500", "sif f flags 0x180000")
            .open();
    Inode inode = Tree.find(fileSystem, "/f");
    assertThat(Tree.extents(fileSystem, inode)).extracting(Extent::length).containsExactly(1500L);
    assertThat(Tree.content(fileSystem, inode)).hasSize(1500);
  }

  @Test
  void namesOfEncryptedDirectoriesAreTheirBytesOrBase64url() throws IOException {
    Path source = file("source", 1);
    ExtImage image =
        ExtImage.make(directory, 8, "-t ext4 -b 1024 -O encrypt,^metadata_csum")
            .debugfs(
                "mkdir e",
                "write " + source + " f1",
                "write " + source + " f2",
                "ln f1 e/cipher-name-one",
                "ln f2 e/cipher+name+two",
                "sif f1 links_count 2",
                "sif f2 links_count 2",
                "sif e flags 0x80800");
    byte[] bytes = image.bytes();
    replace(bytes, "cipher+name+two", "cipher/name\0two");
    FileSystem fileSystem = ExtImage.open(bytes);
    assertThat(Tree.read(fileSystem).keySet())
        .contains("/e/cipher-name-one", "/e/Y2lwaGVyL25hbWUAdHdv");
    assertThat(fileSystem.notes()).hasSize(1);
  }

  @Test
  void aSlashInANameIsDamage() throws IOException {
    Path source = file("source", 1);
    ExtImage image =
        ExtImage.make(directory, 8, "-t ext4 -b 1024")
            .debugfs("write " + source + " good", "write " + source + " evil+name");
    byte[] bytes = image.bytes();
    replace(bytes, "evil+name", "evil/name");
    FileSystem fileSystem = ExtImage.open(bytes);
    assertThatThrownBy(() -> Tree.read(fileSystem)).isInstanceOf(MalformedException.class);
    assertThat(Tree.find(ExtImage.open(image.bytes()), "/good").size()).isEqualTo(1);
  }

  @Test
  void entriesOfInodesThatAreReservedOrNotInUse() throws IOException {
    Path source = file("source", 1);
    FileSystem fileSystem =
        ExtImage.make(directory, 8, "-t ext4")
            .debugfs("write " + source + " f", "sif f links_count 0")
            .open();
    List<Long> numbers = new ArrayList<>();
    fileSystem.list(fileSystem.root(), (name, number) -> numbers.add(number));
    assertThat(numbers).hasSize(2);
    assertThatThrownBy(() -> fileSystem.inode(numbers.get(1)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("not in use");
    for (long number : new long[] {-1, 0, 1, 8, 1L << 40}) {
      assertThatThrownBy(() -> fileSystem.inode(number)).isInstanceOf(MalformedException.class);
    }
  }

  private static void replace(byte[] bytes, String from, String to) {
    byte[] wanted = from.getBytes(StandardCharsets.ISO_8859_1);
    byte[] instead = to.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        System.arraycopy(instead, 0, bytes, at, instead.length);
      }
    }
  }

  /**
   * As after truncate makes a small file longer; the size says terabytes, and nothing makes them.
   */
  @ParameterizedTest
  @ValueSource(ints = {3, 60, 100})
  void zerosFollowInlineData(int length) throws IOException {
    long size = 3L << 40;
    FileSystem fileSystem =
        ExtImage.make(directory, 8, "-t ext4 -I 256 -O inline_data,^metadata_csum")
            .debugfs("write " + file("source", length) + " f", "sif f size " + size)
            .open();
    Inode inode = Tree.find(fileSystem, "/f");
    assertThat(inode.size()).isEqualTo(size);
    List<Extent> extents = Tree.extents(fileSystem, inode);
    assertThat(extents).singleElement().matches(e -> e.kind() == Extent.Kind.ELSEWHERE);
    assertThat(extents.getFirst().fileOffset()).isZero();
    assertThat(extents.getFirst().length()).isBetween((long) length, 200L);
    try (ByteSource content = fileSystem.open(inode)) {
      assertThat(content.size()).isEqualTo(size);
      byte[] expected = Arrays.copyOf(Files.readAllBytes(directory.resolve("source")), 5000);
      assertThat(content.read(0, 5000)).isEqualTo(expected);
      assertThat(content.read(size - 5000, 5000)).containsOnly(0);
      assertThat(content.nextData(4096)).isEqualTo(size);
    }
  }

  @Test
  void inlineDataOfADirectoryOrLinkIsNotMadeLonger() throws IOException {
    ExtImage image =
        ExtImage.make(directory, 8, "-t ext4 -I 256 -O inline_data,^metadata_csum")
            .debugfs("symlink link " + "t".repeat(80), "sif link size 900");
    FileSystem fileSystem = image.open();
    Inode link = Tree.find(fileSystem, "/link");
    assertThatThrownBy(() -> fileSystem.linkTarget(link)).isInstanceOf(MalformedException.class);
  }
}
