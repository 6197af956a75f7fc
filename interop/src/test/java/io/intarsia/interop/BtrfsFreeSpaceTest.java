package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What {@code --free-space drop} leaves out of btrfs is nothing that anybody can see. */
class BtrfsFreeSpaceTest {
  private static final long SEED = 20260110;
  private static final int DELETED_BYTES = 3_000_000;
  private static final String TOP_LEVEL = "ro,loop,subvolid=5";

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-m dup | compress=zstd",
        "-M -m dup -d dup -n 4096 | noatime",
        "-m single -R ^free-space-tree --csum xxhash | space_cache=v1",
      })
  void onlyUnusedBytesBecomeZeros(String make, String mount) throws IOException {
    Path image = withDeletedFile(make, mount);
    Cli cli = Cli.create(directory.resolve("store"));
    JsonNode result = cli.json("checkin", image, "image", "--free-space", "drop");
    if (Kernel.mounts()) {
      assertThat(result.get("droppedBytes").longValue())
          .isGreaterThanOrEqualTo(DELETED_BYTES * 9 / 10);
    }
    Path out = directory.resolve("out");
    cli.good("checkout", "image", out);
    assertThat(Files.size(out)).isEqualTo(Files.size(image));
    Tool.run("btrfs", "check", "--readonly", "--check-data-csum", out);
    if (Kernel.mounts()) {
      Map<String, Entry> before = Kernel.list(image, TOP_LEVEL);
      Tool.run("btrfs", "device", "scan", "--forget");
      assertThat(Entry.differences(Kernel.list(out, TOP_LEVEL), before)).isEmpty();
    }
    assertThat(Images.differingBytesThatAreNotZero(image, out)).isZero();
  }

  private Path withDeletedFile(String make, String mount) throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 5);
    Path image = directory.resolve("image");
    String how = Kernel.mounts() ? make : "-r " + tree;
    Tool.script(directory, "truncate -s 160M " + image + "; mkfs.btrfs -q " + how + " " + image);
    Path content = Images.random(directory.resolve("content"), SEED, DELETED_BYTES);
    if (Kernel.mounts()) {
      Kernel.mounted(image, "loop," + mount, point -> change(point, tree, content));
    }
    return image;
  }

  private static void change(Path point, Path tree, Path deleted) {
    Tool.script(
        point,
        """
        cp -a $TREE/. .; cp $DELETED deleted; btrfs -q subvolume snapshot . snapshot; sync
        rm deleted; btrfs -q subvolume delete -C snapshot; seq 1 99999 > kept
        btrfs -q subvolume sync .
        """
            .replace("$TREE", tree.toString())
            .replace("$DELETED", deleted.toString()));
  }
}
