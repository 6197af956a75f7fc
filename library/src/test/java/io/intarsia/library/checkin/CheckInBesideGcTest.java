package io.intarsia.library.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a compressed image was unpacked to outlasts the session that gc makes a check-in give up.
 */
class CheckInBesideGcTest {
  @TempDir Path temporary;

  @Test
  void aCompressedImageIsStoredAgainByItself() throws IOException {
    byte[] bytes = Seeded.disk(Seeded.random(), 3_000_000);
    Path stored = Files.write(temporary.resolve("stored"), bytes);
    bytes[0] ^= 1;
    Path disk = Files.write(temporary.resolve("disk"), bytes);
    Path packed = temporary.resolve("disk.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(bytes);
    }
    Path store = temporary.resolve("store");
    try (Library library = Libraries.create(store, 16 << 10)) {
      library.checkIn(CheckInRequest.of(stored, "stored"), Progress.none());
    }
    try (Library library = Libraries.open(store);
        Library other = Libraries.open(store)) {
      Collecting collecting = new Collecting(other);
      library.checkIn(CheckInRequest.of(packed, "packed"), collecting);
      assertThat(collecting.runs).isEqualTo(2);
      Path out = temporary.resolve("out");
      library.checkOut(
          new CheckOutRequest(ImageReference.parse("packed"), out, "raw", 0, true),
          new ByteArrayOutputStream(),
          Progress.none());
      assertThat(out).hasSameBinaryContentAs(disk);
    }
    try (Stream<Path> left = Files.list(store.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  /** Removes the other version and collects it between storing and committing. */
  private static final class Collecting implements Progress {
    private final Library other;
    private boolean isCheckingIn;
    private int runs;

    Collecting(Library other) {
      this.other = other;
    }

    @Override
    public void begin(String what, long totalBytes) {
      isCheckingIn = what.startsWith("checking in");
    }

    @Override
    public void advance(long bytes) {}

    @Override
    public void end() {
      if (isCheckingIn && ++runs == 1) {
        try {
          other.remove(ImageReference.parse("stored"), false);
          other.gc(false, Progress.none());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
