package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a file system that is mounted read-only. */
class ReadOnlyStoreTest {
  private static final String REASON = "can only be read here";

  @TempDir Path directory = Path.of("");

  private Path image = Path.of("");
  private Path key = Path.of("");
  private Path disk = Path.of("");

  @BeforeEach
  void fileSystemWithAStore() throws IOException {
    assumeTrue(Kernel.mounts());
    image = Images.random(directory.resolve("image"), 7, 300_000);
    key = Files.write(directory.resolve("key"), new byte[40]);
    disk = directory.resolve("disk");
    Tool.run("mke2fs", "-q", "-F", "-t", "ext4", disk, "40M");
    Kernel.mounted(
        disk,
        "loop",
        point -> {
          Cli.create(point.resolve("store")).good("checkin", image, "image");
          Cli.at(point.resolve("sealed")).good("--key-file", key, "init", "--encrypt");
        });
  }

  @Test
  void whatChangesIsRefusedAndWhatReadsWorks() {
    Kernel.mounted(
        disk,
        "loop,ro",
        point -> {
          Cli cli = Cli.at(point.resolve("store"));
          for (String words :
              new String[] {
                "checkin " + image + " other",
                "remove image@1",
                "lock image",
                "rename image other",
                "default image 1",
                "config gc.auto 10",
                "reindex image",
                "gc",
                "gc --dry-run",
                "optimize",
                "repair",
                "rebuild index",
                "rebuild catalog"
              }) {
            cli.refused(point.resolve("store") + " " + REASON, (Object[]) words.split(" "));
          }
          for (String words :
              new String[] {
                "list", "config", "stats", "show image", "verify", "remove image@1 --dry-run"
              }) {
            cli.good((Object[]) words.split(" "));
          }
          Path out = directory.resolve("out");
          cli.good("checkout", "image", out);
          Tool.run("cmp", image, out);
        });
  }

  @Test
  void keysAreListedAndNotChanged() {
    Kernel.mounted(
        disk,
        "loop,ro",
        point -> {
          Cli cli = Cli.at(point.resolve("sealed"));
          assertThat(cli.json("--key-file", key, "key", "list")).hasSize(2);
          cli.refused(REASON, "--key-file", key, "key", "remove", "2");
          cli.refused(REASON, "--key-file", key, "key", "add", "--new-key-file", key);
          cli.refused(REASON, "--key-file", key, "key", "rotate");
        });
  }
}
