package io.intarsia.library.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.fixture.Shell;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that changed are stored as what is new in them. */
class ResemblingFilesTest {
  @TempDir private static Path disks;
  @TempDir private Path temporary;

  /** Nothing in the files can be compressed, and nothing of them stays where it was. */
  @BeforeAll
  static void makeDisks() throws IOException {
    Shell.run(
        disks,
        """
        disk() {
          rm -f fs; truncate -s 20M fs
          mke2fs -q -t ext4 -U 12345678-1234-1234-1234-123456789abc -d "$1" fs
          truncate -s 24M "$1.disk"; printf 'label: gpt\\nstart=2048, size=40960\\n' | sfdisk -q "$1.disk"
          dd if=fs of="$1.disk" bs=1M seek=1 conv=notrunc,sparse status=none
        }
        shifted() { { echo another beginning; cat "$1"; } > "$2"; }
        mkdir -p first/lib/modules-6.1-8 first/etc second/lib/modules-6.1-12 second/etc
        head -c 1500000 /dev/urandom > first/lib/library.so
        head -c 700000 /dev/urandom > first/lib/modules-6.1-8/module.ko
        head -c 700000 /dev/urandom > first/etc/unrelated
        shifted first/lib/library.so second/lib/library.so
        shifted first/lib/modules-6.1-8/module.ko second/lib/modules-6.1-12/module.ko
        disk first
        disk second
        """);
  }

  private CheckInResult checkIn(Library library, String disk, String name) throws IOException {
    Path file = disks.resolve(disk + ".disk");
    return library.checkIn(CheckInRequest.of(file, name), Progress.none());
  }

  @Test
  void aNewVersionOfAFileTakesWhatIsNewInIt() throws IOException {
    try (Library library = Libraries.create(temporary.resolve("store"), 64 << 10)) {
      checkIn(library, "first", "image");
      CheckInResult second = checkIn(library, "second", "image");
      assertThat(second.newFileBytes()).isGreaterThan(2_000_000);
      assertThat(second.storedBytes()).isLessThan(200_000);
      for (String version : new String[] {"image@1", "image@2"}) {
        Path out = temporary.resolve(version);
        library.checkOut(
            new CheckOutRequest(ImageReference.parse(version), out, "raw", 0, true),
            new ByteArrayOutputStream(),
            Progress.none());
        Path disk = disks.resolve(version.equals("image@1") ? "first.disk" : "second.disk");
        assertThat(Files.mismatch(out, disk)).isEqualTo(-1);
      }
    }
  }

  @Test
  void anImageWithoutAnEarlierVersionIsStoredAsItIs() throws IOException {
    try (Library library = Libraries.create(temporary.resolve("store"), 64 << 10)) {
      CheckInResult second = checkIn(library, "second", "image");
      assertThat(second.storedBytes()).isGreaterThan(2_000_000);
    }
  }
}
