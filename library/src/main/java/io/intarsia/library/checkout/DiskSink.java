package io.intarsia.library.checkout;

import java.io.IOException;

/**
 * Where a disk is written to, in any order and by several threads at once. What is never written
 * reads as zeros.
 */
interface DiskSink extends AutoCloseable {

  /** Writes bytes of the disk. */
  void write(long diskOffset, byte[] bytes, int offset, int length) throws IOException;

  /** Whether zeros must be written too, because the target holds other bytes. */
  boolean wantsZeros();

  /** Completes the target; until then nothing stands under its name. */
  void finish() throws IOException;

  /** Gives up what was not finished. */
  @Override
  void close() throws IOException;
}
