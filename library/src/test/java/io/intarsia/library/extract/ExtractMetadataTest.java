package io.intarsia.library.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.manifest.DirectoryEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a file comes out as it went in. */
class ExtractMetadataTest {
  private static final FileTime TIME =
      FileTime.from(Instant.ofEpochSecond(StoredTree.TIME, StoredTree.NANOS));

  @TempDir private Path temporary;

  private StoredTree tree;
  private Path into;

  @BeforeEach
  void createStore() throws IOException {
    tree = new StoredTree(temporary.resolve("store"));
    into = temporary.resolve("out");
  }

  @AfterEach
  void closeStore() throws IOException {
    tree.close();
  }

  @Test
  void modesAndTimesOfEverything() throws IOException {
    DirectoryEntry root =
        tree.directory(
            "",
            0711,
            tree.directory("readonly", 0555, tree.file("in", "x")),
            tree.directory("sticky", 03777),
            tree.file("setid", 06751, "x", StoredTree.self("uid"), List.of()),
            StoredTree.symlink("link", "no/where"),
            StoredTree.special("fifo", FileType.FIFO));

    assertThat(tree.extract(root, into)).isEmpty();

    assertThat(mode("")).isEqualTo(0711);
    assertThat(mode("readonly")).isEqualTo(0555);
    assertThat(mode("readonly/in")).isEqualTo(0644);
    assertThat(mode("sticky")).isEqualTo(03777);
    assertThat(mode("setid")).isEqualTo(06751);
    assertThat(mode("fifo")).isEqualTo(0640);
    assertThat(Files.readSymbolicLink(into.resolve("link"))).hasToString("no/where");
    for (String name : List.of("", "readonly", "readonly/in", "sticky", "setid", "link", "fifo")) {
      assertThat(time(name)).as(name).isEqualTo(TIME);
    }
    assertThat(into.resolve("readonly").toFile().setWritable(true)).isTrue();
  }

  @Test
  void aDirectoryThatWasThereKeepsItsOwnMetadata() throws IOException {
    Files.createDirectory(into);
    Object before = Files.getAttribute(into, "unix:mode");

    tree.extract(tree.directory("", 0, tree.file("f", "x")), into);

    assertThat(Files.getAttribute(into, "unix:mode")).isEqualTo(before);
    assertThat(into.resolve("f")).hasContent("x");
  }

  @Test
  void sparseFilesStaySparse() throws IOException {
    byte[] chunk = new byte[StoredTree.CHUNK_SIZE];
    Arrays.fill(chunk, (byte) 7);
    long size = 1L << 36;

    tree.extract(
        tree.directory("", 0755, tree.sparse("s", chunk, size), tree.holeOnly("h", 1 << 20)), into);

    assertThat(Files.size(into.resolve("s"))).isEqualTo(size);
    assertThat(blocks("s")).isLessThan(100);
    assertThat(into.resolve("h")).hasSize(1 << 20);
    assertThat(blocks("h")).isZero();
    try (var channel = Files.newByteChannel(into.resolve("s"))) {
      var end = ByteBuffer.allocate(2 * chunk.length);
      channel.position(size - 2L * chunk.length).read(end);
      assertThat(Arrays.copyOf(end.array(), chunk.length)).containsOnly(0);
      assertThat(Arrays.copyOfRange(end.array(), chunk.length, 2 * chunk.length)).isEqualTo(chunk);
    }
  }

  @Test
  void hardLinksAcrossDirectories() throws IOException {
    DirectoryEntry root =
        tree.directory(
            "",
            0755,
            tree.directory("d", 0555, tree.directory("e", 0511, tree.file("one", "x"))),
            tree.directory("f", 0755, tree.file("two", "x")),
            StoredTree.symlink("l1", "x"),
            StoredTree.symlink("l2", "x"),
            tree.file("three", "x"));
    List<List<byte[]>> groups =
        List.of(
            List.of(
                StoredTree.bytes("/d/e/one"),
                StoredTree.bytes("/f/two"),
                StoredTree.bytes("/three")),
            List.of(StoredTree.bytes("/l1"), StoredTree.bytes("/l2")));

    assertThat(tree.extract(root, into, groups)).isEmpty();

    assertThat(attribute("three", "nlink")).isEqualTo(3);
    assertThat(attribute("d/e/one", "ino")).isEqualTo(attribute("three", "ino"));
    assertThat(attribute("f/two", "ino")).isEqualTo(attribute("three", "ino"));
    assertThat(attribute("l1", "ino")).isEqualTo(attribute("l2", "ino"));
    assertThat(time("d")).isEqualTo(TIME);
    assertThat(into.resolve("d").toFile().setWritable(true)).isTrue();
    assertThat(into.resolve("d/e").toFile().setWritable(true)).isTrue();
    assertThat(into.resolve("d/e").toFile().setReadable(true)).isTrue();
  }

  @Test
  void accessListsInTheKernelsForm() {
    byte[] stored = {1, 0, 0, 0, 1, 0, 6, 0, 2, 0, 4, 0, 5, 0, 0, 0, 0x10, 0, 7, 0};
    byte none = (byte) 0xFF;
    assertThat(PosixAcl.forKernel(stored))
        .containsExactly(
            2, 0, 0, 0, 1, 0, 6, 0, none, none, none, none, 2, 0, 4, 0, 5, 0, 0, 0, 0x10, 0, 7, 0,
            none, none, none, none);
    for (int length = 0; length < stored.length; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThat(PosixAcl.forKernel(cut)).isNotNull();
    }
  }

  private int mode(String name) throws IOException {
    return (Integer) attribute(name, "mode") & 07777;
  }

  private FileTime time(String name) throws IOException {
    return Files.getLastModifiedTime(into.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private Object attribute(String name, String attribute) throws IOException {
    return Files.getAttribute(into.resolve(name), "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  /** Units of 512 bytes that the file has on this machine. */
  private long blocks(String name) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", into.resolve(name).toString()).start();
    return Long.parseLong(
        new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
  }
}
