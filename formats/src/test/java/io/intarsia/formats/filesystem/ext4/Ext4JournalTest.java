package io.intarsia.formats.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems whose journal debugfs wrote, against what e2fsck makes of them. */
class Ext4JournalTest {
  @TempDir Path directory = Path.of("");

  /** A file system and a later state of it, which only its journal holds. */
  private ExtImage dirty(String options, String open) throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree/sub"));
    byte[] content = new byte[40_000];
    new Random(42).nextBytes(content);
    Files.write(tree.resolve("file"), content);
    for (int i = 0; i < 40; i++) {
      Files.writeString(tree.resolve("small-" + i), "small " + i);
    }
    ExtImage before = ExtImage.make(directory, 16, options + " -d " + tree.getParent());
    ExtImage after = before.copy();
    after.debugfs(
        "rm sub/small-3",
        "mkdir new",
        "write " + tree.resolve("small-7") + " new/seven",
        "rm sub/file");
    byte[] from = before.bytes();
    byte[] to = after.bytes();
    int blockSize = before.open().blockSize();
    StringBuilder numbers = new StringBuilder();
    List<byte[]> blocks = new ArrayList<>();
    for (int at = 0; at < from.length; at += blockSize) {
      byte[] block = Arrays.copyOfRange(to, at, at + blockSize);
      if (!Arrays.equals(block, Arrays.copyOfRange(from, at, at + blockSize)) && at > 4096) {
        numbers.append(numbers.isEmpty() ? "" : ",").append(at / blockSize);
        blocks.add(block);
      }
    }
    Path data = directory.resolve("data");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    blocks.forEach(all::writeBytes);
    Files.write(data, all.toByteArray());
    return before.debugfs(open, "jw -b " + numbers + " " + data, "jc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t ext3 -b 1024|jo",
        "-t ext4 -b 1024 -O ^metadata_csum|jo",
        "-t ext4 -b 4096 -O ^metadata_csum|jo -c",
        "-t ext4 -b 1024 -O metadata_csum,64bit|jo -c -v 3",
        "-t ext4 -b 2048 -O metadata_csum,64bit|jo -c -v 2",
      })
  void replaysLikeE2fsck(String kind) throws IOException {
    String[] parts = kind.split("\\|", -1);
    ExtImage image = dirty(parts[0], parts[1]);
    FileSystem replayed = image.open();
    assertThat(replayed.notes()).hasSize(1);
    assertThat(replayed.notes().getFirst()).contains("replayed in memory: 1 transactions");
    ExtImage repaired = image.copy().fsck("-fy -E journal_only");
    FileSystem expected = repaired.open();
    assertThat(expected.notes()).isEmpty();
    assertThat(Tree.read(replayed)).isEqualTo(Tree.read(expected));
    assertThat(Tree.read(replayed)).containsKey("/new/seven").doesNotContainKey("/sub/small-3");
  }

  @Test
  void replayedDataAreElsewhere() throws IOException {
    byte[] old = new byte[10_240];
    Arrays.fill(old, (byte) 'y');
    Path file = Files.write(directory.resolve("f"), old);
    ExtImage image =
        ExtImage.make(directory, 16, "-t ext4 -b 1024").debugfs("write " + file + " f");
    Inode before = Tree.find(image.open(), "/f");
    long start = Tree.extents(image.open(), before).getFirst().diskOffset() / 1024;
    byte[] fresh = new byte[2048];
    Arrays.fill(fresh, (byte) 'x');
    Path data = Files.write(directory.resolve("data"), fresh);
    image.debugfs("jo", "jw -b %d,%d %s".formatted(start + 3, start + 4, data), "jc");
    FileSystem fileSystem = image.open();
    Inode inode = Tree.find(fileSystem, "/f");
    assertThat(Tree.extents(fileSystem, inode))
        .containsExactly(
            new Extent(0, 3072, Extent.Kind.PLAIN, start * 1024),
            new Extent(3072, 2048, Extent.Kind.ELSEWHERE, -1),
            new Extent(5120, 5120, Extent.Kind.PLAIN, (start + 5) * 1024));
    try (ByteSource content = fileSystem.open(inode)) {
      assertThat(content.read(3072, 2048)).isEqualTo(fresh);
      assertThat(content.read(5119, 2)).isEqualTo(new byte[] {'x', 'y'});
    }
  }

  @Test
  void aJournalThatCannotBeReplayedIsSaid() throws IOException {
    ExtImage image = dirty("-t ext4 -b 1024", "jo -c -v 3");
    byte[] bytes = image.bytes();
    FileSystem fileSystem = ExtImage.open(bytes);
    Inode root = fileSystem.root();
    long journal = Long.parseLong(image.ask("bmap <8> 0").lines().toList().getLast().trim());
    bytes[(int) journal * 1024 + 0x24] ^= 1;
    FileSystem damaged = ExtImage.open(bytes);
    assertThat(damaged.notes().getFirst()).contains("was not replayed").contains("bad checksum");
    assertThat(damaged.root()).isEqualTo(damaged.inode(root.number()));
    assertThat(Tree.read(damaged)).containsKey("/sub/small-3");
    assertThatThrownBy(() -> damaged.freeSpace((offset, length) -> {}))
        .isInstanceOf(MalformedException.class);
  }

  /** Recovered by Linux and by e2fsck, such a file system may have different free blocks. */
  @Test
  void freeSpaceBesideFastCommitsIsDoubtful() throws IOException {
    Path data = Files.write(directory.resolve("data"), new byte[1024]);
    String[] log = {"jo -c -v 3", "jw -b 5000 " + data, "jc"};
    ExtImage plain = ExtImage.make(directory, 16, "-t ext4 -b 1024").debugfs(log);
    plain.open().freeSpace((offset, length) -> {});
    ExtImage image = ExtImage.make(directory, 16, "-t ext4 -b 1024 -O fast_commit");
    image.open().freeSpace((offset, length) -> {});
    FileSystem dirty = image.debugfs(log).open();
    assertThat(dirty.notes().getFirst()).contains("replayed in memory: 1 transactions");
    assertThatThrownBy(() -> dirty.freeSpace((offset, length) -> {}))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("may hold fast commits");
    image.fsck("-fy -E journal_only").open().freeSpace((offset, length) -> {});
  }

  @Test
  void anExternalJournalIsSaid() throws IOException {
    ExtImage image =
        ExtImage.make(directory, 8, "-t ext4 -b 1024 -O ^metadata_csum")
            .debugfs("feature +needs_recovery", "ssv journal_inum 0", "ssv journal_dev 0x801");
    FileSystem fileSystem = image.open();
    assertThat(fileSystem.notes().getFirst()).contains("on another device");
    assertThatThrownBy(() -> fileSystem.freeSpace((offset, length) -> {}))
        .isInstanceOf(MalformedException.class);
  }
}
