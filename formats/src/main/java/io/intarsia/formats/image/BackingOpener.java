package io.intarsia.formats.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens the image in a file that another image named. */
@FunctionalInterface
public interface BackingOpener {

  /**
   * Opens it; the image then owns the file, which stays open when this fails.
   *
   * @param format as the image above states it, or null to recognise it by content
   */
  DiskImage open(BackingFiles.Backing backing, @Nullable String format) throws IOException;
}
