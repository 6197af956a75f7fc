package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What {@code --free-space drop} leaves out is nothing that anybody can see. */
class FreeSpaceTest {
  private static final long SEED = 20260105;
  private static final int DELETED_BYTES = 3_000_000;
  private static final int PARTITION_OFFSET = 1 << 20;

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t ext2 -b 1024",
        "-t ext3 -b 4096",
        "-t ext4 -b 1024",
        "-t ext4 -b 4096",
        "-t ext4 -b 1024 -O uninit_bg,^metadata_csum -g 1024",
        "-t ext4 -b 4096 -O bigalloc -C 16384",
        "-t ext4 -b 4096 -O inline_data",
      })
  void onlyUnusedBlocksBecomeZeros(String options) throws IOException {
    Path image = withDeletedFile(options);
    Cli cli = Cli.create(directory.resolve("store"));
    JsonNode result = cli.json("checkin", image, "image", "--free-space", "drop");
    assertThat(result.get("droppedBytes").longValue())
        .isGreaterThanOrEqualTo(DELETED_BYTES * 9 / 10);
    Path out = directory.resolve("out");
    cli.good("checkout", "image", out);
    assertThat(Files.size(out)).isEqualTo(Files.size(image));
    Tool.run("e2fsck", "-fn", out);
    assertThat(Entry.differences(Debugfs.list(out), Debugfs.list(image))).isEmpty();
    if (Kernel.mounts() && Kernel.takes(image, "ro,loop,noload")) {
      assertThat(
              Entry.differences(
                  Kernel.list(out, "ro,loop,noload"), Kernel.list(image, "ro,loop,noload")))
          .isEmpty();
    }
    assertThat(Images.differingBytesThatAreNotZero(image, out)).isZero();
  }

  private Path withDeletedFile(String options) throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 5);
    Path image = Images.ext(directory.resolve("image"), options, tree, "16M");
    Path content = Images.random(directory.resolve("content"), SEED, DELETED_BYTES);
    Debugfs.change(image, "write " + content + " deleted", "rm deleted");
    Tool.upTo(1, "e2fsck", "-fy", image);
    return image;
  }

  @Test
  void whatLiesOutsideFileSystemsStays() throws IOException {
    Path image = withDeletedFile("-t ext4 -b 4096");
    Path disk = Images.random(directory.resolve("disk"), SEED + 1, 20 << 20);
    Path table =
        Images.disk(
            directory.resolve("table"), "20M", "label: dos\nstart=2048,size=32768,type=83\n");
    Images.put(Arrays.copyOf(Files.readAllBytes(table), 512), disk, 0);
    Images.put(image, disk, PARTITION_OFFSET);
    Path store = directory.resolve("store");
    Cli cli = Cli.create(store);
    cli.good("checkin", disk, "disk", "--free-space", "drop");
    Path out = directory.resolve("out");
    cli.good("checkout", "disk", out);
    byte[] before = Files.readAllBytes(disk);
    byte[] after = Files.readAllBytes(out);
    long end = PARTITION_OFFSET + Files.size(image);
    for (int i = 0; i < before.length; i++) {
      if ((i < PARTITION_OFFSET || i >= end) && before[i] != after[i]) {
        throw new AssertionError("byte " + i + " lies outside the file system and differs");
      }
    }
  }

  @Test
  void keepIsTheDefault() throws IOException {
    Path image = withDeletedFile("-t ext4 -b 4096");
    Path store = directory.resolve("store");
    Stored.create(store);
    assertThat(Stored.assertComesBack(store, image, "image").droppedBytes()).isZero();
  }

  @Test
  void bitmapsThatLieDropNothingThatIsUsed() throws IOException {
    Path image = withDeletedFile("-t ext4 -b 4096");
    Debugfs.change(image, "freeb 0 4000");
    Path store = directory.resolve("store");
    Cli cli = Cli.create(store);
    cli.good("checkin", image, "image", "--free-space", "drop");
    Path out = directory.resolve("out");
    cli.good("checkout", "image", out);
    assertThat(Entry.differences(Debugfs.list(out), Debugfs.list(image))).isEmpty();
  }
}
