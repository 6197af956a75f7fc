package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** QEMU's word on compressed qcow2 images and on those that stand on another version's disk. */
class Qcow2OptionsTest {
  @TempDir static Path directory = Path.of("");
  private static Path raw = Path.of("");
  private static Path changed = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 1);
    raw = Images.ext(directory.resolve("base.raw"), "-t ext4", tree, "24M");
    changed = Files.copy(raw, directory.resolve("changed.raw"));
    Images.put(new byte[300_000], changed, 1_000_000);
    Images.put("something new".repeat(9000).getBytes(StandardCharsets.UTF_8), changed, 9_000_000);
    Images.resize(changed, (26 << 20) + 512);
    cli = Cli.create(directory.resolve("store"));
    cli.good("checkin", raw, "disk");
    cli.good("checkin", changed, "disk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zlib", "zstd"})
  void compressed(String compression) throws IOException {
    Path image = directory.resolve(compression + ".qcow2");
    cli.good("checkout", "disk@2", image, "--format", "qcow2", "--compress", compression);
    assertSound(image, changed);
    Path plain = directory.resolve("plain.qcow2");
    cli.good("checkout", "disk@2", plain, "--format", "qcow2");
    assertThat(Files.size(image)).isLessThan(Files.size(plain));
    JsonNode again = cli.json("checkin", image, "again-" + compression);
    assertThat(again.get("newBytes").longValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--compress zlib", "--compress zstd"})
  void onAnotherVersionsDisk(String options) throws IOException {
    Path image = directory.resolve("overlay.qcow2");
    Object[] words =
        ("checkout disk@2 "
                + image
                + " --format qcow2 --backing disk@1 --backing-file base.raw "
                + options)
            .trim()
            .split(" ", -1);
    cli.good(words);
    assertThat(Tool.run("qemu-img", "info", image).text()).contains("backing file format: raw");
    assertThat(Files.size(image)).isLessThan(1 << 20);
    assertSound(image, changed);
  }

  private static void assertSound(Path image, Path disk) {
    Tool.run("qemu-img", "check", "-f", "qcow2", image);
    Tool.run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", image, disk);
  }

  @Test
  void onlyForQcow2() {
    Path out = directory.resolve("out.raw");
    cli.misused("add --format qcow2", "checkout", "disk", out, "--compress", "zlib");
    cli.misused(
        "--backing-file needs",
        "checkout",
        "disk",
        out,
        "--format",
        "qcow2",
        "--backing-file",
        "x");
  }
}
