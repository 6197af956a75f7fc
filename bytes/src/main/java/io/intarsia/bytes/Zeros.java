package io.intarsia.bytes;

import java.util.Arrays;

/** Finds runs of zeros. */
public final class Zeros {
  /** Small enough to stay in the processor's first cache. */
  private static final byte[] ZEROS = new byte[4096];

  private Zeros() {}

  /** Whether all {@code length} bytes from {@code offset} are zero. */
  public static boolean isZero(byte[] bytes, int offset, int length) {
    // The comparison of arrays is vector code from its first call on; a loop here would have to be
    // compiled first.
    int end = offset + length;
    for (int from = offset; from < end; from += ZEROS.length) {
      int to = Math.min(from + ZEROS.length, end);
      if (!Arrays.equals(bytes, from, to, ZEROS, 0, to - from)) {
        return false;
      }
    }
    return true;
  }
}
