package io.intarsia.formats.image;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;

/**
 * Opens the files that an image names: its backing file and its external data file. An image is
 * never trusted with that: only what the caller allowed by name is opened.
 */
@FunctionalInterface
public interface BackingFiles {

  /**
   * Opens a file for the image that this was made for.
   *
   * @param name the name as the image stores it, relative to the image
   * @throws BackingNotAllowedException when the caller did not allow that file
   * @throws io.intarsia.formats.MalformedException when the file names itself through others
   */
  Backing open(String name) throws IOException;

  /**
   * An opened file.
   *
   * @param source closed by whoever asked for it
   * @param files opens what that file names in turn
   */
  record Backing(ByteSource source, BackingFiles files) {}

  /** Allows nothing. */
  static BackingFiles none(String imageDescription) {
    return name -> {
      throw new BackingNotAllowedException(imageDescription, name, name);
    };
  }
}
