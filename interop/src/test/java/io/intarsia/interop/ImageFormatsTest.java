package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** VMDK, VDI, VHD, VHDX and OVA: what QEMU made, and QEMU's word on what we make. */
class ImageFormatsTest {
  private static final long MAX_NEW_BYTES = 1 << 20;

  @TempDir static Path directory = Path.of("");
  private static Path raw = Path.of("");
  private static Path store = Path.of("");

  @BeforeAll
  static void prepare() throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 5);
    raw = Images.ext(directory.resolve("disk.raw"), "-t ext4", tree, "24M");
    store = directory.resolve("store");
    Stored.create(store);
    Stored.checkIn(store, raw, "raw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vmdk | subformat=monolithicSparse",
        "vmdk | subformat=monolithicSparse,zeroed_grain=on,hwversion=13",
        "vmdk | subformat=monolithicSparse,compat6=on,adapter_type=buslogic",
        "vmdk | subformat=monolithicFlat",
        "vmdk | subformat=twoGbMaxExtentSparse",
        "vmdk | subformat=twoGbMaxExtentFlat",
        "vmdk | subformat=streamOptimized",
        "vdi  | static=off",
        "vdi  | static=on",
        "vpc  | subformat=dynamic",
        "vpc  | subformat=dynamic,force_size=on",
        "vpc  | subformat=fixed",
        "vpc  | subformat=fixed,force_size=on",
        "vhdx | subformat=dynamic",
        "vhdx | subformat=fixed",
        "vhdx | subformat=dynamic,block_size=1M,log_size=2M",
        "vhdx | subformat=dynamic,block_size=256M,block_state_zero=off",
      })
  void addsNothingToTheRawFormAndComesBack(String format, String options) throws IOException {
    Path made = Files.createTempDirectory(directory, "made");
    Path image = made.resolve("image");
    Tool.run("qemu-img", "convert", "-f", "raw", "-O", format, "-o", options, raw, image);
    assertThat(newBytes(image, made)).as("new bytes").isLessThanOrEqualTo(MAX_NEW_BYTES);
    Path out = directory.resolve("out.raw");
    Stored.checkOut(store, "image", out);
    Tool.run("qemu-img", "compare", "-f", format, "-F", "raw", image, out);
    Path truth = directory.resolve("truth.raw");
    Tool.run("qemu-img", "convert", "-f", format, "-O", "raw", image, truth);
    assertThat(Tool.sha256(out)).isEqualTo(Tool.sha256(truth));
  }

  /** Files beside the image hold its extents, which have to be allowed. */
  private static long newBytes(Path image, Path made) throws IOException {
    List<Object> words = new ArrayList<>(List.of("checkin", image, "image"));
    try (Stream<Path> files = Files.list(made)) {
      files
          .filter(file -> !file.equals(image))
          .forEach(file -> words.addAll(List.of("--allow-backing", file)));
    }
    if (words.size() == 3) {
      return Stored.checkIn(store, image, "image").newBytes();
    }
    Cli.at(store).refused("was not allowed", "checkin", image, "image");
    return Cli.at(store).json(words.toArray()).get("newBytes").longValue();
  }

  @ParameterizedTest
  @CsvSource({
    "vmdk, vmdk",
    "vmdk-stream, vmdk",
    "vdi, vdi",
    "vhd, vpc",
    "vhdx, vhdx",
  })
  void whatWeWriteIsCleanAndEqualByQemu(String format, String qemuFormat) throws IOException {
    Path image = directory.resolve("written." + format);
    Cli.at(store).good("checkout", "raw", image, "--format", format);
    if (!qemuFormat.equals("vpc")) {
      Tool.run("qemu-img", "check", "-f", qemuFormat, image);
    }
    Tool.run("qemu-img", "compare", "-f", qemuFormat, "-F", "raw", image, raw);
    Path converted = directory.resolve("converted.raw");
    Tool.run("qemu-img", "convert", "-f", qemuFormat, "-O", "raw", image, converted);
    assertThat(Tool.sha256(converted)).isEqualTo(Tool.sha256(raw));
    assertThat(Stored.checkIn(store, image, "again").newBytes()).isZero();
    Tool allocated = Tool.run("du", "-k", image);
    Tool rawAllocated = Tool.run("du", "-k", raw);
    assertThat(kibibytes(allocated)).isLessThan(kibibytes(rawAllocated) + 2048);
  }

  private static long kibibytes(Tool du) {
    return Long.parseLong(du.text().split("\t", 2)[0]);
  }

  @Test
  void oddSizesArePaddedWithAWarning() throws IOException {
    Path odd = Images.random(directory.resolve("odd"), 3, 100_001);
    Stored.checkIn(store, odd, "odd");
    Path image = directory.resolve("odd.vhdx");
    Cli.Outcome outcome = Cli.at(store).run("checkout", "odd", image, "--format", "vhdx");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).contains("padded");
    Tool.run("qemu-img", "compare", "-f", "vhdx", "-F", "raw", image, odd);
  }

  /** What is said when an image is checked in is kept with the version. */
  @Test
  void showRepeatsWhatWasSaidOfTheContainer() throws IOException {
    Path image = directory.resolve("geometry.vhd");
    Tool.run("qemu-img", "create", "-q", "-f", "vpc", image, "4M");
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(image));
    for (int footer : new int[] {0, file.capacity() - 512}) {
      file.putLong(footer + 48, file.getLong(footer + 48) + 512).putInt(footer + 64, 0);
      int sum = 0;
      for (int i = 0; i < 512; i++) {
        sum += file.get(footer + i) & 0xFF;
      }
      file.putInt(footer + 64, ~sum);
    }
    Files.write(image, file.array());
    Cli cli = Cli.at(store);
    JsonNode notes = cli.json("checkin", image, "geometry").get("notes");
    assertThat(notes).hasSize(1);
    assertThat(cli.json("show", "geometry").get("notes")).isEqualTo(notes);
    assertThat(new String(cli.good("show", "geometry"), StandardCharsets.UTF_8))
        .contains("bytes of its geometry");
  }

  @Test
  void formatsAndTargetsThatCannotBeAreRefused() {
    Cli cli = Cli.at(store);
    cli.misused("vmdk-stream", "checkout", "raw", directory.resolve("x"), "--format", "vpc");
    cli.misused("standard output", "checkout", "raw", "-", "--format", "vdi");
    cli.refused(
        "does not exist", "checkout", "raw", directory.resolve("no/x"), "--format", "vmdk-stream");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  /** An archive as appliances come: descriptor, manifest, disk. */
  @Test
  void anApplianceIsReadAndItsDigestsAreChecked() throws IOException {
    Path made = Files.createTempDirectory(directory, "ova");
    Files.writeString(
        made.resolve("box.ovf"),
        """
        <?xml version="1.0"?>
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
            xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
          <References><File ovf:id="f" ovf:href="box-disk1.vmdk"/></References>
          <DiskSection><Info>Disks</Info>
            <Disk ovf:diskId="d" ovf:fileRef="f" ovf:capacity="24"
                ovf:capacityAllocationUnits="byte * 2^20"/>
          </DiskSection>
        </Envelope>
        """);
    Tool.script(
        made,
        """
        qemu-img convert -f raw -O vmdk -o subformat=streamOptimized ../disk.raw box-disk1.vmdk
        for f in box.ovf box-disk1.vmdk; do
          echo "SHA256($f)= $(sha256sum < $f | cut -d' ' -f1)"
        done > box.mf
        tar --format=ustar -cf good.ova box.ovf box.mf box-disk1.vmdk
        sed -i 's/= ./= 0/' box.mf
        sed -i 's/= 00/= 01/' box.mf
        tar --format=gnu -cf bad.ova box.ovf box.mf box-disk1.vmdk
        """);
    JsonNode result = Cli.at(store).json("checkin", made.resolve("good.ova"), "box");
    assertThat(result.get("newBytes").longValue()).isLessThan(64 << 10);
    Cli.at(store).refused("manifest", "checkin", made.resolve("bad.ova"), "bad");
    Stored.assertIs(store, "box", raw);
    Cli.at(store).refused("not allowed", "checkin", made.resolve("box.ovf"), "ovf");
    Cli.at(store)
        .good(
            "checkin",
            made.resolve("box.ovf"),
            "ovf",
            "--allow-backing",
            made.resolve("box-disk1.vmdk"));
    Stored.assertIs(store, "ovf", raw);
  }

  @Test
  void allDisksOfAnApplianceComeBackInTheOrderOfItsDescriptor() throws IOException {
    Path made = Files.createTempDirectory(directory, "two");
    Path data = Images.random(made.resolve("data.img"), 8, 1 << 20);
    Files.writeString(
        made.resolve("two.ovf"),
        """
        <Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
          <References><File id="a" href="root.vmdk"/><File id="b" href="data.img"/></References>
          <DiskSection><Disk diskId="1" fileRef="b"/><Disk diskId="2" fileRef="a"/></DiskSection>
        </Envelope>
        """);
    Tool.script(
        made,
        """
        qemu-img convert -f raw -O vmdk ../disk.raw root.vmdk
        tar --format=pax -cf two.ova two.ovf root.vmdk data.img
        """);
    Cli.at(store).good("checkin", made.resolve("two.ova"), "two");
    Cli.at(store).good("checkout", "two", made.resolve("out"), "--format", "vdi");
    Tool.run("qemu-img", "compare", "-f", "vdi", "-F", "raw", made.resolve("out.0"), data);
    Tool.run("qemu-img", "compare", "-f", "vdi", "-F", "raw", made.resolve("out.1"), raw);
  }

  @Test
  void parentsOfVmdkAreReadWhenAllowed() {
    Tool.script(
        directory,
        """
        qemu-img convert -f raw -O vmdk disk.raw base.vmdk
        qemu-img create -q -f vmdk -b base.vmdk -F vmdk top.vmdk
        qemu-io -f vmdk -c 'write -P 2 80000 4096' -c 'write -P 3 20000000 512' top.vmdk
        """);
    Path top = directory.resolve("top.vmdk");
    Path base = directory.resolve("base.vmdk");
    Cli.at(store).refused("base.vmdk", "checkin", top, "chain");
    Cli.at(store).good("checkin", top, "chain", "--allow-backing", base);
    Path out = directory.resolve("chain.raw");
    Cli.at(store).good("checkout", "chain", out);
    Tool.run("qemu-img", "compare", "-f", "vmdk", "-F", "raw", top, out);
  }
}
