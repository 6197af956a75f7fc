package io.intarsia.formats.image.mapped;

import java.io.IOException;

/**
 * Writes a new image. Which blocks hold data was announced, so that every byte has its place at
 * once: data may be written in any order, by several threads; what is not written reads as zeros.
 */
public interface BlockWriter {

  /** Size of the disk in the image: at least what was asked for, padded as the format needs it. */
  long virtualSize();

  /**
   * Writes a piece of the disk.
   *
   * @throws IllegalArgumentException when it touches a block that was not announced
   */
  void write(long diskOffset, byte[] bytes, int offset, int length) throws IOException;

  /**
   * Writes tables and headers; comes last, from one thread. Until then the file is no image. Does
   * not force them to the disk.
   */
  void finish() throws IOException;
}
