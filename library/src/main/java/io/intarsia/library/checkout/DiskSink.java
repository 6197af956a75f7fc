package io.intarsia.library.checkout;

import java.io.IOException;

/**
 * Where a disk is written to, in any order and by several threads at once. What is never written
 * reads as zeros.
 */
interface DiskSink extends AutoCloseable {

  /**
   * Called once, before anything is written.
   *
   * @param bytes that are known to come; there may be more
   */
  default void expect(long bytes) {}

  /**
   * Writes bytes of the disk.
   *
   * @param zeros so many zeros follow on the disk, up to the end of a block of 4 KiB; they need not
   *     be written
   */
  void write(long diskOffset, byte[] bytes, int offset, int length, int zeros) throws IOException;

  /** Whether zeros must be written too, because the target holds other bytes. */
  boolean wantsZeros();

  /** Completes the target; until then nothing stands under its name. */
  void finish() throws IOException;

  /** Gives up what was not finished. */
  @Override
  void close() throws IOException;
}
