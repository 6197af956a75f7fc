package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Images that QEMU made, and QEMU's word on those that we make. */
class Qcow2Test {
  private static final int INCOMPATIBLE_FEATURES_OFFSET = 72;

  @TempDir static Path directory = Path.of("");
  private static Path raw = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 1);
    raw = Images.ext(directory.resolve("disk.raw"), "-t ext4", tree, "24M");
    cli = Cli.create(directory.resolve("store"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-o compat=0.10",
        "-o compat=0.10,cluster_size=512",
        "-c -o compat=0.10,cluster_size=2M",
        "-o compat=1.1,cluster_size=512",
        "-o cluster_size=2M",
        "-o lazy_refcounts=on",
        "-o refcount_bits=1",
        "-o refcount_bits=64,cluster_size=4k",
        "-o extended_l2=on",
        "-o extended_l2=on,cluster_size=16k",
        "-o preallocation=metadata",
        "-o preallocation=falloc",
        "-o preallocation=metadata,extended_l2=on,cluster_size=128k",
        "-c -o compression_type=zlib",
        "-c -o compression_type=zlib,cluster_size=4k",
        "-c -o compression_type=zstd",
        "-c -o compression_type=zstd,cluster_size=2M",
        "-c -o compression_type=zstd,extended_l2=on,cluster_size=32k",
      })
  void comesBackAsQemuSeesIt(String options) throws IOException {
    Path image = directory.resolve("image.qcow2");
    Tool.script(directory, "qemu-img convert -f raw -O qcow2 " + options + " disk.raw image.qcow2");
    boolean zeroClusters = !options.contains("0.10");
    Tool.run(
        "qemu-io",
        "-f",
        "qcow2",
        "-c",
        "write -P 7 1000448 70000",
        "-c",
        zeroClusters ? "write -z 4194304 1048576" : "write -P 8 4194304 1048576",
        "-c",
        "discard 8388608 2097152",
        image);
    JsonNode result = cli.json("checkin", image, "image");
    assertThat(result.get("virtualBytes").longValue()).isEqualTo(Files.size(raw));
    Path asRaw = directory.resolve("out.raw");
    cli.good("checkout", "image", asRaw);
    Tool.run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", image, asRaw);
    Path asQcow2 = directory.resolve("out.qcow2");
    cli.good("checkout", "image", asQcow2, "--format", "qcow2");
    Tool.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", image, asQcow2);
    Tool.run("qemu-img", "check", "-f", "qcow2", asQcow2);
    Files.delete(asRaw);
    Files.delete(asQcow2);
  }

  @Test
  void backingFilesAreReadOnlyWhenAllowed() {
    Tool.script(
        directory,
        """
        qemu-img convert -f raw -O qcow2 disk.raw base.qcow2
        qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 middle.qcow2
        qemu-io -f qcow2 -c 'write -P 1 65536 100000' -c 'write -z 2097152 65536' middle.qcow2
        qemu-img create -q -f qcow2 -b middle.qcow2 -F qcow2 top.qcow2 30M
        qemu-io -f qcow2 -c 'write -P 2 80000 4096' -c 'write -P 3 29000000 512' top.qcow2
        """);
    Path top = directory.resolve("top.qcow2");
    Path middle = directory.resolve("middle.qcow2");
    Path base = directory.resolve("base.qcow2");
    cli.refused("middle.qcow2", "checkin", top, "chain");
    cli.refused("base.qcow2", "checkin", top, "chain", "--allow-backing", middle);
    cli.good("checkin", top, "chain", "--allow-backing", middle, "--allow-backing", base);
    Path out = directory.resolve("chain.qcow2");
    cli.good("checkout", "chain", out, "--format", "qcow2");
    Tool.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", top, out);
    assertThat(Tool.run("qemu-img", "info", out).text()).doesNotContain("backing file");
  }

  /** QEMU opens what follows {@code file:}. */
  @Test
  void aBackingFileMayBeNamedWithItsProtocol() {
    Path base = directory.resolve("below.qcow2");
    for (String name : new String[] {"below.qcow2", base.toString()}) {
      Tool.script(
          directory,
          """
          qemu-img convert -f raw -O qcow2 disk.raw below.qcow2
          qemu-img create -q -f qcow2 -b "file:%s" -F qcow2 above.qcow2
          qemu-io -f qcow2 -c 'write -P 1 65536 100000' above.qcow2
          qemu-img convert -f qcow2 -O raw above.qcow2 above.raw
          """
              .formatted(name));
      Path above = directory.resolve("above.qcow2");
      cli.refused("--allow-backing " + base, "checkin", above, "above");
      cli.good("checkin", above, "above", "--allow-backing", base);
      Path out = directory.resolve("above.out");
      cli.good("checkout", "above", out);
      Tool.run("cmp", directory.resolve("above.raw"), out);
    }
  }

  @Test
  void saysWhatIsLeftOut() {
    Tool.script(
        directory,
        """
        qemu-img convert -f raw -O qcow2 disk.raw snapshots.qcow2
        qemu-img snapshot -c before-upgrade snapshots.qcow2
        qemu-io -f qcow2 -c 'write -P 9 1048576 1048576' snapshots.qcow2
        qemu-img bitmap --add snapshots.qcow2 incremental
        """);
    Path image = directory.resolve("snapshots.qcow2");
    JsonNode result = cli.json("checkin", image, "snapshots");
    assertThat(result.get("leftOut").toString()).contains("snapshot").contains("bitmap");
    Path out = directory.resolve("snapshots.raw");
    cli.good("checkout", "snapshots", out);
    Tool.run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", image, out);
  }

  @Test
  void refusesEncryption() {
    // QEMU measures how fast it derives keys, and now and then finds its clock too coarse.
    Tool.script(
        directory,
        "for i in 1 2 3 4 5 6 7 8 9 10; do"
            + " qemu-img create -q -f qcow2 --object secret,id=s,data=abc"
            + " -o encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10 luks.qcow2 4M"
            + " && exit 0; done; exit 1");
    cli.refused("encrypt", "checkin", directory.resolve("luks.qcow2"), "luks");
  }

  @Test
  void refusesUnknownFeaturesUnlessTakenAsBytes() throws IOException {
    Path image = directory.resolve("future.qcow2");
    Tool.run("qemu-img", "create", "-q", "-f", "qcow2", image, "4M");
    Images.put(new byte[] {0, 0, 1}, image, INCOMPATIBLE_FEATURES_OFFSET);
    cli.refused("40", "checkin", image, "future");
    cli.good("checkin", image, "future", "--format", "raw");
    Path out = directory.resolve("future.out");
    cli.good("checkout", "future", out);
    assertThat(Files.mismatch(image, out)).isEqualTo(-1);
  }

  @Test
  void refusesExternalDataFile() {
    Tool.script(
        directory,
        "qemu-img create -q -f qcow2 -o data_file=outside.raw,data_file_raw=on external.qcow2 4M");
    cli.refused("outside.raw", "checkin", directory.resolve("external.qcow2"), "external");
  }
}
