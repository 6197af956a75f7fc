package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.checkout.CheckOutRequest;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.store.crypt.KeySource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The library in this process, where starting a process for each image would take too long. */
final class Stored {
  private static final int CHUNK_SIZE = 64 << 10;

  private Stored() {}

  static void create(Path store) throws IOException {
    Libraries.create(store, CHUNK_SIZE).close();
  }

  static CheckInResult checkIn(Path store, Path image, String name) throws IOException {
    return checkIn(store, KeySource.NONE, image, name);
  }

  static CheckInResult checkIn(Path store, KeySource keys, Path image, String name)
      throws IOException {
    try (Library library = Libraries.open(store, keys)) {
      return library.checkIn(CheckInRequest.of(image, name), Progress.none());
    }
  }

  static void checkOut(Path store, String name, Path file) throws IOException {
    checkOut(store, KeySource.NONE, name, file);
  }

  static void checkOut(Path store, KeySource keys, String name, Path file) throws IOException {
    try (Library library = Libraries.open(store, keys)) {
      CheckOutRequest request =
          new CheckOutRequest(ImageReference.parse(name), file, "raw", 0, true);
      library.checkOut(request, OutputStream.nullOutputStream(), Progress.none());
    }
  }

  /** Checks an image in and out again; it must come back bit for bit. */
  static CheckInResult assertComesBack(Path store, Path image, String name) throws IOException {
    CheckInResult result = checkIn(store, image, name);
    assertIs(store, name, image);
    return result;
  }

  /** The image that is stored under the name must be the file's, bit for bit. */
  static void assertIs(Path store, String name, Path image) throws IOException {
    assertIs(store, KeySource.NONE, name, image);
  }

  static void assertIs(Path store, KeySource keys, String name, Path image) throws IOException {
    Path out = Files.createTempDirectory(store.getParent(), "out").resolve("image");
    checkOut(store, keys, name, out);
    assertThat(Files.mismatch(image, out)).as("first byte of %s that differs", name).isEqualTo(-1);
    Files.delete(out);
    Files.delete(out.getParent());
  }

  /** No damage anywhere in the store. */
  static void assertSound(Path store) throws IOException {
    assertSound(store, KeySource.NONE);
  }

  static void assertSound(Path store, KeySource keys) throws IOException {
    try (Library library = Libraries.open(store, keys)) {
      assertThat(library.verify(false, 100, Progress.none()).damaged()).isEmpty();
    }
  }
}
