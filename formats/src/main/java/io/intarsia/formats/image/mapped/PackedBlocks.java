package io.intarsia.formats.image.mapped;

import java.io.IOException;

/** Reads compressed blocks. For several threads at once. */
@FunctionalInterface
public interface PackedBlocks {

  /**
   * Reads a part of one block.
   *
   * @param place where the block lies in its file
   * @param diskOffset first byte to read, in the disk that the block is of
   */
  void read(long place, long diskOffset, byte[] target, int targetOffset, int length)
      throws IOException;
}
