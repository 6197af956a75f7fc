package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@code --format} are those of which the library knows what to do. */
class FormatsTest {
  @TempDir Path home;

  @Test
  void whatTheLibraryWritesCanBeAskedFor() throws IOException {
    Path image = Files.write(home.resolve("disk.raw"), new byte[10_240]);
    Run.good(home, "checkin", image.toString(), "disk");
    for (String format : CheckOutRequest.formats()) {
      Path out = home.resolve("out." + format);
      Run.good(home, "checkout", "disk", out.toString(), "--format", format);
      assertThat(out).isNotEmptyFile();
    }
    try (Library library = Libraries.open(home.resolve(".intarsia"))) {
      CheckOutRequest request =
          new CheckOutRequest(
              ImageReference.parse("disk"), home.resolve("none"), "none", null, true);
      assertThatThrownBy(
              () -> library.checkOut(request, OutputStream.nullOutputStream(), Progress.none()))
          .isInstanceOf(LibraryException.class)
          .hasMessageEndingWith(" " + String.join(", ", CheckOutRequest.formats()));
    }
  }

  @Test
  void helpNamesThem() {
    String checkIn = Run.good(home, "help", "checkin").text();
    Formats.read().forEachRemaining(format -> assertThat(checkIn).contains(format));
    assertThat(Run.good(home, "help", "checkout").text()).contains(CheckOutRequest.formats());
  }
}
