package io.intarsia.formats.image.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.Attachment;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.BackingNotAllowedException;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import io.intarsia.formats.image.Qemu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplianceImageTest {
  @TempDir Path directory = Path.of("");

  private static DiskImage open(byte[] archive) throws IOException {
    return DiskImages.open(
        new MemorySource("/a/box.ova", archive), null, BackingFiles.none("box.ova"));
  }

  private static byte[] all(ByteSource disk) throws IOException {
    return disk.read(0, (int) disk.size());
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[5120];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void allDisksComeInTheOrderOfTheDescriptor() throws IOException {
    Random random = Qemu.random();
    Path raw = Files.write(directory.resolve("raw"), Qemu.disk(random, 2_000_384));
    Path vmdk = directory.resolve("one.vmdk");
    Qemu.img(
        "convert",
        "-O",
        "vmdk",
        "-o",
        "subformat=streamOptimized",
        raw.toString(),
        vmdk.toString());
    byte[] archive =
        new TestAppliance()
            .add("box.ovf", TestAppliance.descriptor("second", "blank", "one.vmdk"))
            .add("one.vmdk", Files.readAllBytes(vmdk))
            .add("second", filled(2))
            .add("box.nvram", filled(3))
            .bytes();
    try (DiskImage image = open(archive)) {
      assertThat(image.format()).isEqualTo("ova");
      assertThat(image.disks()).hasSize(3);
      assertThat(image.disks().getFirst()).isSameAs(image.disk());
      assertThat(all(image.disk())).isEqualTo(filled(2));
      assertThat(image.disks().get(1).size()).isEqualTo(3 << 20);
      assertThat(image.disks().get(1).nextData(0)).isEqualTo(3 << 20);
      Qemu.assertSame(image.disks().get(2), Files.readAllBytes(raw), random);
      assertThat(image.attachments()).extracting(Attachment::name).containsExactly("box.ovf");
      assertThat(image.leftOut()).containsExactly("the member box.nvram of the archive");
    }
  }

  @ParameterizedTest
  @CsvSource({"SHA1, SHA-1", "SHA256, SHA-256", "SHA512, SHA-512", "SHA-256, SHA-256"})
  void digestsAreChecked(String stated, String algorithm) throws Exception {
    byte[] disk = filled(7);
    byte[] digest = MessageDigest.getInstance(algorithm).digest(disk);
    String line = stated + "(disk)= " + HexFormat.of().formatHex(digest) + "\n";
    TestAppliance good =
        new TestAppliance()
            .add("box.ovf", TestAppliance.descriptor("disk"))
            .add("box.mf", line)
            .add("disk", disk);
    try (DiskImage image = open(good.bytes())) {
      assertThat(image.attachments())
          .extracting(Attachment::name)
          .containsExactly("box.ovf", "box.mf");
      assertThat(new String(image.attachments().get(1).bytes(), StandardCharsets.UTF_8))
          .isEqualTo(line);
    }
    disk[99]++;
    byte[] bad =
        new TestAppliance()
            .add("box.ovf", TestAppliance.descriptor("disk"))
            .add("box.mf", line)
            .add("disk", disk)
            .bytes();
    assertThatThrownBy(() -> open(bad))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("> disk")
        .hasMessageContaining("the manifest says");
  }

  @Test
  void longNamesOfGnuAndPaxAreRead() throws IOException {
    String name = "n".repeat(150) + ".raw";
    byte[] gnu =
        new TestAppliance()
            .add("box.ovf", TestAppliance.descriptor(name))
            .add("././@LongLink", 'L', (name + "\0").getBytes(StandardCharsets.UTF_8))
            .add("short", filled(4))
            .bytes();
    String record = " path=" + name + "\n";
    byte[] pax =
        new TestAppliance()
            .add("box.ovf", TestAppliance.descriptor(name))
            .add("x", 'x', ((record.length() + 3) + record).getBytes(StandardCharsets.UTF_8))
            .add("short", filled(4))
            .bytes();
    for (byte[] archive : List.of(gnu, pax)) {
      try (DiskImage image = open(archive)) {
        assertThat(all(image.disk())).isEqualTo(filled(4));
      }
    }
  }

  @Test
  void aDescriptorOnItsOwnOpensOnlyWhatIsAllowed() throws IOException {
    byte[] text = TestAppliance.descriptor("disk").getBytes(StandardCharsets.UTF_8);
    BackingFiles allowing =
        name -> new BackingFiles.Backing(new MemorySource(name, filled(6)), BackingFiles.none(""));
    MemorySource file = new MemorySource("/a/box.ovf", text);
    try (DiskImage image = DiskImages.open(file, null, allowing)) {
      assertThat(image.format()).isEqualTo("ovf");
      assertThat(all(image.disk())).isEqualTo(filled(6));
      assertThat(image.attachments()).containsExactly(new Attachment("box.ovf", text));
    }
    assertThatThrownBy(() -> DiskImages.open(file, null, BackingFiles.none("box.ovf")))
        .isInstanceOf(BackingNotAllowedException.class);
  }

  @Test
  void archivesWithoutDescriptorAreDisks() throws IOException {
    byte[] archive = new TestAppliance().add("readme", filled(1)).bytes();
    try (DiskImage image = open(archive)) {
      assertThat(image.format()).isEqualTo("raw");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Envelope>&e;</Envelope>",
        "<Envelope><Disk fileRef='nowhere'/></Envelope>",
        "<Envelope><Disk capacity='99999999999999' capacityAllocationUnits='byte * 2^99'/></Envelope>",
        "<Envelope><Disk capacity='-1'/></Envelope>",
        "<Envelope><Disk",
        "<Other/>",
      })
  void damagedDescriptorsAreRefused(String xml) {
    byte[] archive = new TestAppliance().add("box.ovf", xml).bytes();
    assertThatThrownBy(() -> open(archive)).isInstanceOf(MalformedException.class);
  }

  @Test
  void descriptorsThatAreNoTextAreRefused() {
    byte[] xml = "<Envelope>?</Envelope>".getBytes(StandardCharsets.UTF_8);
    xml[10] = (byte) 0xC0;
    byte[] archive = new TestAppliance().add("box.ovf", xml).bytes();
    assertThatThrownBy(() -> open(archive))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("descriptor is damaged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Envelope><File id='a' href='f' compression='gzip'/><Disk fileRef='a'/></Envelope>",
        "<Envelope><File id='a' href='f' chunkSize='9'/><Disk fileRef='a'/></Envelope>",
        "<Envelope><Disk capacity='${size}'/></Envelope>",
        "<Envelope><Disk parentRef='a'/></Envelope>",
        "<Envelope/>",
      })
  void whatIsNotReadIsRefusedByName(String xml) {
    byte[] archive = new TestAppliance().add("box.ovf", xml).bytes();
    assertThatThrownBy(() -> open(archive)).isInstanceOf(UnsupportedException.class);
  }

  @Test
  void missingAndCutMembersAreRefused() {
    byte[] missing = new TestAppliance().add("box.ovf", TestAppliance.descriptor("disk")).bytes();
    assertThatThrownBy(() -> open(missing)).hasMessageContaining("no member 'disk'");
    byte[] whole =
        new TestAppliance()
            .add("box.ovf", TestAppliance.descriptor("disk"))
            .add("disk", filled(1))
            .bytes();
    byte[] cut = Arrays.copyOf(whole, whole.length - 2048);
    assertThatThrownBy(() -> open(cut)).hasMessageContaining("cut off");
    byte[] inside =
        new TestAppliance()
            .add("box.ovf", TestAppliance.descriptor("inner.ova"))
            .add("inner.ova", whole)
            .bytes();
    assertThatThrownBy(() -> open(inside)).hasMessageContaining("inside an appliance");
  }
}
