package io.intarsia.library.reference;

import io.intarsia.library.error.LibraryException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code NAME[@V]:[PART:]/path}.
 *
 * @param partition as {@code show} lists it ({@code p1}, {@code d1/p2}), or null for the root file
 *     system
 * @param path absolute, in bytes; not to be changed
 */
public record PathReference(ImageReference image, @Nullable String partition, byte[] path) {

  /** Parses a reference given as text; its path is taken as UTF-8. */
  public static PathReference parse(String text) throws LibraryException {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Parses a reference given as bytes, so that the path may be no valid text.
   *
   * @throws LibraryException when it is none; the message says what one looks like
   */
  public static PathReference parse(byte[] bytes) throws LibraryException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int colon = text.indexOf(':');
    int pathStart = text.indexOf(":/") + 1;
    if (colon < 0 || pathStart == 0) {
      throw new LibraryException(
          "'"
              + new String(bytes, StandardCharsets.UTF_8)
              + "': name a path as NAME[@VERSION]:/path or NAME[@VERSION]:PART:/path");
    }
    ImageReference image = ImageReference.parse(text.substring(0, colon));
    String partition =
        pathStart - 1 > colon
            ? new String(bytes, colon + 1, pathStart - 2 - colon, StandardCharsets.UTF_8)
            : null;
    byte[] path = text.substring(pathStart).getBytes(StandardCharsets.ISO_8859_1);
    return new PathReference(image, partition, path);
  }
}
