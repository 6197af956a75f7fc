package io.intarsia.formats.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.FileSource;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** VMDK, VDI, VHD and VHDX as QEMU writes them, read as QEMU reads them. */
class ContainersReadTest {
  private static final int SIZE = 7_000_576;

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vmdk | vmdk | subformat=monolithicSparse",
        "vmdk | vmdk | subformat=monolithicSparse,zeroed_grain=on",
        "vmdk | vmdk | subformat=monolithicSparse,compat6=on,adapter_type=lsilogic",
        "vmdk | vmdk | subformat=monolithicFlat",
        "vmdk | vmdk | subformat=twoGbMaxExtentSparse",
        "vmdk | vmdk | subformat=twoGbMaxExtentFlat",
        "vmdk | vmdk | subformat=streamOptimized",
        "vdi  | vdi  | static=off",
        "vdi  | vdi  | static=on",
        "vpc  | vhd  | subformat=dynamic",
        "vpc  | vhd  | subformat=fixed",
        "vpc  | vhd  | subformat=dynamic,force_size=on",
        "vpc  | vhd  | subformat=fixed,force_size=on",
        "vhdx | vhdx | subformat=dynamic",
        "vhdx | vhdx | subformat=fixed",
        "vhdx | vhdx | subformat=dynamic,block_size=1M",
        "vhdx | vhdx | subformat=dynamic,block_size=2M,log_size=4M,block_state_zero=off",
      })
  void readAsQemuReadsThem(String qemuFormat, String format, String options) throws IOException {
    Random random = Qemu.random();
    Path raw = Files.write(directory.resolve("raw"), Qemu.disk(random, SIZE));
    Path image = directory.resolve("image." + format);
    Qemu.img(
        "convert", "-f", "raw", "-O", qemuFormat, "-o", options, raw.toString(), image.toString());
    if (!options.contains("streamOptimized")) {
      List<String> changes =
          List.of("write -P 7 1000448 70000", "write -z 4194304 1048576", "discard 512 2097152");
      Qemu.io(image, qemuFormat, changes);
    }
    Path asRaw = directory.resolve("truth");
    Qemu.img("convert", "-f", qemuFormat, "-O", "raw", image.toString(), asRaw.toString());
    byte[] truth = Files.readAllBytes(asRaw);
    assertThat(truth.length).isGreaterThanOrEqualTo(SIZE);
    try (DiskImage opened =
        DiskImages.open(
            FileSource.open(image), null, AllowedBackingFiles.of(image, extentsOf(image)))) {
      assertThat(opened.format()).isEqualTo(format);
      assertThat(opened.disks()).containsExactly(opened.disk());
      Qemu.assertSame(opened.disk(), truth, random);
    }
  }

  private static List<Path> extentsOf(Path image) throws IOException {
    try (Stream<Path> files = Files.list(image.toAbsolutePath().getParent())) {
      return files.filter(file -> !file.equals(image)).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"vmdk", "vdi", "vpc", "vhdx"})
  void hugeEmptyDisksAreOneHole(String format) throws IOException {
    Path image = directory.resolve("image");
    Qemu.img("create", "-q", "-f", format, image.toString(), "1000G");
    try (DiskImage opened =
        DiskImages.open(FileSource.open(image), null, BackingFiles.none("image"))) {
      assertThat(opened.disk().size()).isGreaterThanOrEqualTo(1000L << 30);
      assertThat(opened.disk().nextData(0)).isEqualTo(opened.disk().size());
    }
  }

  @Test
  void extentsAreOpenedOnlyWhenAllowed() throws IOException {
    Path image = directory.resolve("image.vmdk");
    Qemu.img(
        "create", "-q", "-f", "vmdk", "-o", "subformat=twoGbMaxExtentFlat", image.toString(), "1M");
    try (FileSource file = FileSource.open(image)) {
      assertThatThrownBy(() -> DiskImages.open(file, null, BackingFiles.none("image")))
          .isInstanceOf(BackingNotAllowedException.class)
          .hasMessageContaining("image-f001.vmdk");
    }
  }

  @Test
  void aVmdkParentIsReadWhenAllowedAndUnchanged() throws IOException {
    Random random = Qemu.random();
    Path raw = Files.write(directory.resolve("raw"), Qemu.disk(random, 3_000_320));
    Path base = directory.resolve("base.vmdk");
    Path top = directory.resolve("top.vmdk");
    Qemu.img("convert", "-O", "vmdk", raw.toString(), base.toString());
    Qemu.img("create", "-q", "-f", "vmdk", "-b", base.toString(), "-F", "vmdk", top.toString());
    Qemu.io(top, "vmdk", List.of("write -P 9 500000 300000", "write -P 8 2999808 512"));
    byte[] truth = Qemu.read(top);
    AllowedBackingFiles allowed = AllowedBackingFiles.of(top, List.of(base));
    try (DiskImage opened = DiskImages.open(FileSource.open(top), null, allowed)) {
      Qemu.assertSame(opened.disk(), truth, random);
    }
    Qemu.io(base, "vmdk", List.of("write -P 1 0 512"));
    try (FileSource file = FileSource.open(top)) {
      assertThatThrownBy(() -> DiskImages.open(file, null, BackingFiles.none("top")))
          .isInstanceOf(BackingNotAllowedException.class);
      assertThatThrownBy(() -> DiskImages.open(file, null, allowed))
          .hasMessageContaining("was changed");
    }
  }

  @Test
  void aDifferencingVdiIsRefusedByName() throws IOException {
    Path image = directory.resolve("image.vdi");
    Qemu.img("create", "-q", "-f", "vdi", image.toString(), "1M");
    byte[] bytes = Files.readAllBytes(image);
    bytes[76] = 4;
    Arrays.fill(bytes, 424, 440, (byte) 0x11);
    Files.write(image, bytes);
    try (FileSource file = FileSource.open(image)) {
      assertThatThrownBy(() -> DiskImages.open(file, null, BackingFiles.none("image")))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("differencing")
          .hasMessageContaining("11111111-1111-1111-1111-111111111111");
    }
  }
}
