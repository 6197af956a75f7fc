package io.intarsia.formats.filesystem.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same tree in file systems of all kinds that mkfs.btrfs makes. */
class BtrfsMatrixTest {
  private static final long SEED = 20260108;
  private static final int[] SIZES = {0, 1, 2000, 4096, 70_000, 300_000};

  @TempDir static Path directory = Path.of("");
  private static Path tree = Path.of("");

  @BeforeAll
  static void writeTree() throws IOException {
    Random random = new Random(SEED);
    tree = Files.createDirectory(directory.resolve("tree"));
    for (int size : SIZES) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      Files.write(tree.resolve("size-" + size), content);
    }
    Path many = Files.createDirectories(tree.resolve("many/of/them"));
    for (int i = 0; i < 300; i++) {
      Files.writeString(many.resolve("file-with-a-rather-long-name-" + i), "content " + i);
    }
    Files.createSymbolicLink(tree.resolve("link"), Path.of("size-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "128, 4096, -m dup -n 16384",
    "128, 4096, -m single -n 4096 -O no-holes",
    "128, 4096, -m dup -d dup -n 65536 -O ^skinny-metadata",
    "128, 4096, --csum xxhash -n 8192 -R free-space-tree",
    "128, 4096, --csum sha256",
    "128, 4096, --csum blake2",
    "40, 4096, -M -m single -d single",
    "64, 4096, -M -m single -d single -n 4096 --csum xxhash",
    "160, 16384, -s 16384 -n 32768",
    "256, 65536, -s 65536 -n 65536",
  })
  void readsWhatWasWritten(int mebibytes, int sectorSize, String options) throws IOException {
    byte[] image = BtrfsImage.make(directory, mebibytes, options + " -r " + tree);
    FileSystem fileSystem = BtrfsImage.open(image);
    assertThat(fileSystem.blockSize()).isEqualTo(sectorSize);
    assertThat(Tree.read(fileSystem)).hasSize(SIZES.length + 305);
    for (int size : SIZES) {
      Path file = tree.resolve("size-" + size);
      Inode inode = Tree.find(fileSystem, "/size-" + size);
      assertThat(inode.type()).isEqualTo(FileType.FILE);
      assertThat(Tree.content(fileSystem, inode)).isEqualTo(Files.readAllBytes(file));
    }
    assertThat(fileSystem.linkTarget(Tree.find(fileSystem, "/link")))
        .isEqualTo("size-1".getBytes(StandardCharsets.US_ASCII));
    if (options.contains("blake2")) {
      assertThat(fileSystem.notes()).hasSize(1).first().asString().contains("BLAKE2b");
    } else {
      assertFreeSpaceIsNotUsed(image, fileSystem);
    }
  }

  /** With zeros in all that is free, everything reads as before. */
  private static void assertFreeSpaceIsNotUsed(byte[] image, FileSystem before) throws IOException {
    byte[] dropped = image.clone();
    long[] free = {0};
    before.freeSpace((offset, length) -> {
      Arrays.fill(dropped, (int) offset, (int) (offset + length), (byte) 0);
      free[0] += length;
    });
    assertThat(free[0]).isGreaterThan(image.length / 2);
    FileSystem after = BtrfsImage.open(dropped);
    assertThat(Tree.read(after).toString()).isEqualTo(Tree.read(before).toString());
  }
}
