package io.intarsia.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Check-outs to block devices: what somebody uses is refused. Needs root and loop devices. */
class DeviceCheckOutTest {
  @TempDir Path directory = Path.of("");
  private Path image = Path.of("");
  private Path target = Path.of("");
  private Cli cli = Cli.at(Path.of(""));

  @BeforeEach
  void prepare() throws IOException {
    image = Images.random(directory.resolve("image"), 7, 4 << 20);
    target = Files.createDirectory(directory.resolve("target")).resolve("disk");
    Tool.run("mke2fs", "-q", "-F", "-t", "ext4", target, "8M");
    cli = Cli.create(directory.resolve("store"));
    cli.good("checkin", image, "image");
  }

  @Test
  void aDeviceInUseIsLeftAlone() {
    if (!Kernel.mounts()) {
      return;
    }
    String before = Tool.sha256(target);
    attached(
        "",
        device -> {
          for (String options : new String[] {"ro,noload", "rw"}) {
            Kernel.mounted(
                device, options, _ -> cli.refused("in use", "checkout", "image", device));
          }
        });
    Tool.run("e2fsck", "-fn", target);
    attached("-r", device -> cli.refused("read only", "checkout", "image", device));
    attached(
        "",
        device -> {
          cli.good("checkout", "image", device);
          Tool.run("cmp", "-n", 4 << 20, image, device);
        });
    if (before.equals(Tool.sha256(target))) {
      throw new AssertionError("nothing was written");
    }
  }

  /** Lets somebody work with a loop device. */
  private void attached(String option, Consumer<Path> work) {
    String name = Tool.run("sh", "-euc", "losetup -f --show " + option + " \"$0\"", target).text();
    Path device = Path.of(name.strip());
    try {
      work.accept(device);
    } finally {
      Tool.run("losetup", "-d", device);
    }
  }
}
