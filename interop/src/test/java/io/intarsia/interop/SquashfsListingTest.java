package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code ls -R --json} of squashfs of all kinds says what the kernel says, or else unsquashfs. */
class SquashfsListingTest {
  @TempDir static Path directory = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    Trees.everything(directory);
    cli = Cli.create(directory.resolve("store"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-comp gzip",
        "-comp gzip -b 4K -no-fragments",
        "-comp lzma -b 64K",
        "-comp lzo -b 1M",
        "-comp xz -b 256K",
        "-comp lz4 -b 16K -Xhc",
        "-comp zstd -b 1M -always-use-fragments",
        "-noI -noD -noF -noX -no-duplicates",
      })
  void listsWhatTheJudgesSee(String options) throws IOException {
    Path image = make(options);
    Map<String, Entry> listed = listed(image);
    assertThat(listed).hasSizeGreaterThan(700).containsKeys("/char-device", "/block-device");
    assertThat(Entry.differences(listed, judged(image))).isEmpty();
    Files.delete(image);
  }

  private static Path make(String options) throws IOException {
    Path image = Files.createTempFile(directory, "squash", ".img");
    Tool.script(
        directory,
        "mksquashfs tree "
            + image
            + " -noappend -no-progress -quiet -mem 64M"
            + " -p 'char-device c 644 0 70000 5 1' -p 'block-device b 600 70000 0 8 300' "
            + options);
    return image;
  }

  /** Who unpacks without root changes owners and makes no devices. */
  private static Map<String, Entry> judged(Path image) throws IOException {
    if (Kernel.mounts() && Kernel.takes(image, "ro,loop")) {
      return Kernel.list(image, "ro,loop");
    }
    Path unpacked = Files.createTempDirectory(directory, "unpacked").resolve("root");
    Tool.run("unsquashfs", "-no-progress", "-quiet", "-dest", unpacked, image);
    return Kernel.list(unpacked);
  }

  private static Map<String, Entry> listed(Path image) {
    String name = image.getFileName().toString();
    JsonNode result = cli.json("checkin", image, name);
    assertThat(result.get("understood").get(0).get("problem").isNull())
        .as(result.toString())
        .isTrue();
    return Entry.ofListing(cli.json("ls", "-R", name + ":/"));
  }

  @Test
  void someJudgeWorks() throws IOException {
    assertThat(judged(make("-comp gzip"))).containsKey("/size-4096");
  }

  @Test
  void comesBackAndMeetsTheSameFilesOnExt() throws IOException {
    Path files = Images.tree(directory.resolve("files"), 5);
    Path ext = Images.ext(directory.resolve("disk.ext4"), "-t ext4", files, "24M");
    Path squash = directory.resolve("disk.squashfs");
    Tool.run("mksquashfs", files, squash, "-noappend", "-no-progress", "-quiet", "-comp", "zstd");
    cli.good("checkin", ext, "on-ext");
    JsonNode second = cli.json("checkin", squash, "on-squashfs");
    assertThat(second.get("newFileBytes").longValue()).isZero();
    Path out = directory.resolve("out.squashfs");
    cli.good("checkout", "on-squashfs", out);
    assertThat(Files.mismatch(squash, out)).isEqualTo(-1);
  }
}
