package io.intarsia.library.checkout;

import io.intarsia.bytes.Zeros;
import java.io.IOException;

/** What is left of a piece of a disk without the disk's blocks of 4 KiB that hold only zeros. */
final class DataRuns {
  private static final int BLOCK = GatheredBlocks.BLOCK;

  private DataRuns() {}

  /** Takes a run; {@code from} counts from the piece's first byte. */
  @FunctionalInterface
  interface Visitor {
    void run(int from, int length) throws IOException;
  }

  /**
   * Visits the runs in order, each as long as possible; the parts of blocks at both ends of the
   * piece count as blocks.
   */
  static void visit(long diskOffset, byte[] bytes, int offset, int length, Visitor visitor)
      throws IOException {
    int run = 0;
    int at = 0;
    while (at < length) {
      int toLine = BLOCK - (int) ((diskOffset + at) & (BLOCK - 1));
      int next = at + Math.min(toLine, length - at);
      if (Zeros.isZero(bytes, offset + at, next - at)) {
        if (run < at) {
          visitor.run(run, at - run);
        }
        run = next;
      }
      at = next;
    }
    if (run < length) {
      visitor.run(run, length - run);
    }
  }
}
