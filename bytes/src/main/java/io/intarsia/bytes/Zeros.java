package io.intarsia.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds runs of zeros; a plain loop over longs runs at memory speed. */
public final class Zeros {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private Zeros() {}

  /** Whether all {@code length} bytes from {@code offset} are zero. */
  public static boolean isZero(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    for (; i <= end - 32; i += 32) {
      long any =
          (long) LONG.get(bytes, i)
              | (long) LONG.get(bytes, i + 8)
              | (long) LONG.get(bytes, i + 16)
              | (long) LONG.get(bytes, i + 24);
      if (any != 0) {
        return false;
      }
    }
    for (; i < end; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
