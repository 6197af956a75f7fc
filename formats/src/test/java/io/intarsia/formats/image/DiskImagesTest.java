package io.intarsia.formats.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.FileSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskImagesTest {
  @TempDir Path directory = Path.of("");

  private static DiskImage open(byte[] bytes, @Nullable String format) throws IOException {
    return DiskImages.open(new MemorySource("file", bytes), format, BackingFiles.none("file"));
  }

  @Test
  void whatBearsNoSignatureIsRaw() throws IOException {
    for (int size : new int[] {0, 1, 511, 512, 100_000}) {
      try (DiskImage image = open(new byte[size], null)) {
        assertThat(image.format()).isEqualTo("raw");
        assertThat(image.disk().size()).isEqualTo(size);
        assertThat(image.leftOut()).isEmpty();
        assertThat(image.notes()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow", "qed", "parallels"})
  void containersThatAreNotReadAreRefusedByName(String format) throws IOException {
    Path file = directory.resolve("disk." + format);
    Qemu.img("create", "-q", "-f", format, file.toString(), "1M");
    byte[] bytes = Files.readAllBytes(file);
    assertThatThrownBy(() -> open(bytes, null))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("format " + format + " is not read yet")
        .hasMessageContaining("--format raw");
    try (DiskImage image = open(bytes, "raw")) {
      assertThat(image.disk().read(0, bytes.length)).isEqualTo(bytes);
    }
  }

  @Test
  void aFormatThatIsAskedForMustBeThere() {
    for (String format : new String[] {"qcow2", "vmdk", "vdi", "vhd", "vhdx"}) {
      for (int size : new int[] {0, 3, 1000, 300_000}) {
        assertThatThrownBy(() -> open(new byte[size], format))
            .isInstanceOf(MalformedException.class);
      }
    }
    assertThatThrownBy(() -> open(new byte[1000], "nonsense"))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("'nonsense'")
        .hasMessageContaining("raw, qcow2, vmdk, vdi, vhd, vhdx, ova, ovf");
  }

  @Test
  void aTruncatedQcow2IsNotTakenForRaw() throws IOException {
    Path file = directory.resolve("disk.qcow2");
    Qemu.img("create", "-q", "-f", "qcow2", file.toString(), "1M");
    byte[] bytes = Files.readAllBytes(file);
    for (int size = 4; size < 2000; size += 13) {
      byte[] cut = Arrays.copyOf(bytes, size);
      assertThatThrownBy(() -> open(cut, null)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void onlyAllowedFilesAreOpened() throws IOException {
    Path base = Files.write(directory.resolve("base.raw"), new byte[4096]);
    Path top = directory.resolve("top.qcow2");
    Qemu.img("create", "-q", "-f", "qcow2", "-b", "base.raw", "-F", "raw", top.toString());
    try (FileSource file = FileSource.open(top)) {
      assertThatThrownBy(
              () -> DiskImages.open(file, null, AllowedBackingFiles.of(top, List.of(top))))
          .isInstanceOf(BackingNotAllowedException.class)
          .hasMessageContaining("'base.raw'")
          .hasMessageEndingWith("pass --allow-backing " + base);
      assertThatThrownBy(() -> DiskImages.open(file, null, BackingFiles.none("top")))
          .isInstanceOf(BackingNotAllowedException.class);
    }
    Path link = Files.createSymbolicLink(directory.resolve("link"), base);
    try (DiskImage image =
        DiskImages.open(FileSource.open(top), null, AllowedBackingFiles.of(top, List.of(link)))) {
      assertThat(image.disk().size()).isEqualTo(4096);
    }
  }

  @Test
  void aFileOfTheSameNameElsewhereIsNotAllowed() throws IOException {
    Files.write(directory.resolve("base.raw"), new byte[4096]);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path same = Files.write(elsewhere.resolve("base.raw"), new byte[4096]);
    Path top = directory.resolve("top.qcow2");
    Qemu.img("create", "-q", "-f", "qcow2", "-b", "base.raw", "-F", "raw", top.toString());
    try (FileSource file = FileSource.open(top)) {
      assertThatThrownBy(
              () -> DiskImages.open(file, null, AllowedBackingFiles.of(top, List.of(same))))
          .isInstanceOf(BackingNotAllowedException.class);
    }
  }

  @Test
  void anAllowedFileThatIsMissingIsSaidToBeMissing() throws IOException {
    Path base = Files.write(directory.resolve("base.raw"), new byte[4096]);
    Path top = directory.resolve("top.qcow2");
    Qemu.img("create", "-q", "-f", "qcow2", "-b", "base.raw", "-F", "raw", top.toString());
    Files.delete(base);
    try (FileSource file = FileSource.open(top)) {
      assertThatThrownBy(
              () -> DiskImages.open(file, null, AllowedBackingFiles.of(top, List.of(base))))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("base.raw");
    }
  }

  @Test
  void aCircleOfBackingFilesIsRefused() throws IOException {
    Path a = directory.resolve("a.qcow2");
    Path b = directory.resolve("b.qcow2");
    Qemu.img("create", "-q", "-f", "qcow2", b.toString(), "1M");
    Qemu.img("create", "-q", "-f", "qcow2", "-b", "b.qcow2", "-F", "qcow2", a.toString());
    Qemu.img("rebase", "-u", "-b", "a.qcow2", "-F", "qcow2", b.toString());
    try (FileSource file = FileSource.open(a)) {
      assertThatThrownBy(
              () -> DiskImages.open(file, null, AllowedBackingFiles.of(a, List.of(a, b))))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("circle");
    }
  }

  @Test
  void anEndlessChainIsRefused() throws IOException {
    Path a = directory.resolve("a.qcow2");
    Qemu.img("create", "-q", "-f", "qcow2", a.toString(), "1M");
    Qemu.img("rebase", "-u", "-b", "next", "-F", "qcow2", a.toString());
    byte[] bytes = Files.readAllBytes(a);
    assertThatThrownBy(
            () -> DiskImages.open(new MemorySource("0", bytes), null, new Endless(bytes)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("too long");
  }

  private record Endless(byte[] bytes) implements BackingFiles {
    @Override
    public Backing open(String name) {
      return new Backing(new MemorySource(name, bytes), this);
    }
  }
}
