package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Systems on btrfs keep their root in a subvolume; a bare path finds the file system still. */
class BtrfsRootTest {
  private static final long BTRFS = 34816 * 512L;

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"@", "root", "@rootfs", "@/.snapshots/1/snapshot"})
  void theSubvolumeOfTheSystemMakesTheRoot(String subvolume) throws IOException {
    JsonNode partitions = show(disk(subvolume));
    assertThat(partitions.get(0).get("root").booleanValue()).isFalse();
    assertThat(partitions.get(1).get("root").booleanValue()).isTrue();
    byte[] release =
        Cli.at(directory.resolve("store")).good("cat", "disk:/" + subvolume + "/etc/os-release");
    assertThat(new String(release, StandardCharsets.US_ASCII)).isEqualTo("ID=test\n");
  }

  @Test
  void anotherSubvolumeDoesNot() throws IOException {
    JsonNode partitions = show(disk("backup"));
    assertThat(partitions.get(1).get("root").booleanValue()).isFalse();
  }

  private JsonNode show(Path disk) {
    Cli cli = Cli.create(directory.resolve("store"));
    cli.good("checkin", disk, "disk");
    return cli.json("show", "disk").get("disks").get(0).get("partitions");
  }

  /** A disk with /boot on ext4 and a system on btrfs, whose release file is a link as usual. */
  private Path disk(String subvolume) throws IOException {
    String make = Kernel.mounts() ? "" : " -r system";
    Tool.script(
        directory,
        """
        mkdir -p boot tree/usr/lib tree/etc system/%1$s
        echo kernel > boot/vmlinuz; echo ID=test > tree/usr/lib/os-release
        ln -s ../usr/lib/os-release tree/etc/os-release
        cp -a tree/. system/%1$s
        truncate -s 112M btrfs; mkfs.btrfs -q -m single%2$s btrfs
        """
            .formatted(subvolume, make));
    Path btrfs = directory.resolve("btrfs");
    if (Kernel.mounts()) {
      String fill =
          """
          path=; for name in $(echo '%s' | tr / ' '); do
            path=$path$name; btrfs -q subvolume create "$path"; path=$path/; done
          cp -a '%s/.' "$path"
          """
              .formatted(subvolume, directory.resolve("tree"));
      Kernel.mounted(btrfs, "loop", point -> Tool.script(point, fill));
    }
    Path boot = Images.ext(directory.resolve("ext"), "-t ext4", directory.resolve("boot"), "16M");
    Path disk =
        Images.disk(
            directory.resolve("disk"),
            "130M",
            "label: gpt\nstart=2048,size=32768\nstart=34816,size=229376\n");
    Images.put(boot, disk, 2048 * 512);
    Images.put(btrfs, disk, BTRFS);
    Files.delete(btrfs);
    return disk;
  }
}
