package io.intarsia.formats.image;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens image files of all formats that are known. */
public final class DiskImages {
  private DiskImages() {}

  /**
   * Opens an image, which then owns the file and closes it; when opening fails the file stays open.
   *
   * @param format {@code raw} to take any file as the bytes of a disk, the name of a format to
   *     insist on it, or null to recognise the format by content
   * @param backing opens what the image names
   * @throws UnsupportedException for a container that is recognised but not read, or a format name
   *     that is not known
   * @throws io.intarsia.formats.MalformedException for a container that is damaged
   * @throws BackingNotAllowedException when the image needs a file that was not allowed
   */
  public static DiskImage open(ByteSource file, @Nullable String format, BackingFiles backing)
      throws IOException {
    return switch (format == null ? ContainerSignatures.recognise(file) : format) {
      case RawImage.FORMAT -> new RawImage(file);
      case String other ->
          throw new UnsupportedException(
              file.description(),
              "the format "
                  + other
                  + " is not read yet; --format raw stores the file's bytes as they are");
    };
  }
}
