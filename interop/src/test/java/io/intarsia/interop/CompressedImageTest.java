package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Disks that gzip, xz, zstd and bzip2 compressed are the disks that they were. */
class CompressedImageTest {
  @TempDir static Path directory = Path.of("");
  private static Path raw = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 1);
    raw = Images.ext(directory.resolve("disk.raw"), "-t ext4", tree, "24M");
    cli = Cli.create(directory.resolve("store"));
    cli.good("checkin", raw, "disk");
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip -c",
    "xz, xz -c -T2 --block-size=4MiB",
    "zstd, zstd -qc --check",
    "bzip2, bzip2 -c"
  })
  void bringNothingNewAfterTheirRawForm(String format, String command) throws IOException {
    Tool.script(directory, command + " disk.raw > disk.packed");
    Path packed = directory.resolve("disk.packed");
    JsonNode result = cli.json("checkin", packed, "disk-" + format);
    assertThat(result.get("newBytes").longValue()).isZero();
    assertThat(result.get("virtualBytes").longValue()).isEqualTo(Files.size(raw));
    Path out = directory.resolve("out.raw");
    cli.good("checkout", "disk-" + format, out);
    assertThat(Files.mismatch(raw, out)).isEqualTo(-1);
    Images.resize(packed, Files.size(packed) - 5);
    cli.refused("damaged or cut off", "checkin", packed, "cut");
    cli.good("checkin", packed, "as-bytes", "--format", "raw");
    assertNothingIsLeft();
  }

  @Test
  void whatIsInsideMayBeAnImage() {
    Tool.script(
        directory,
        "qemu-img convert -O qcow2 disk.raw disk.qcow2; xz -1 -c disk.qcow2 > disk.q.xz");
    JsonNode result = cli.json("checkin", directory.resolve("disk.q.xz"), "inside");
    assertThat(result.get("newBytes").longValue()).isZero();
    assertThat(result.get("virtualBytes").longValue()).isEqualTo(24L << 20);
  }

  @Test
  void aFormatThatIsInsistedOn() {
    cli.refused("damaged or cut off", "checkin", raw, "wrong", "--format", "xz");
  }

  /** The disk was decompressed beside the store. */
  private static void assertNothingIsLeft() throws IOException {
    try (var files = Files.list(cli.store().resolve("tmp"))) {
      assertThat(files).isEmpty();
    }
  }
}
