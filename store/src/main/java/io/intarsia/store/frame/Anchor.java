package io.intarsia.store.frame;

import io.intarsia.bytes.Zeros;

/**
 * A short name of a chunk by its first block, under which a check-in finds a stored chunk whose
 * bytes lie elsewhere, or were cut otherwise. A hint and no more: whoever finds one compares bytes.
 */
public final class Anchor {
  /** Bytes of a block. */
  public static final int BLOCK = 4096;

  /** The anchor of chunks that have none. */
  public static final long NONE = 0;

  private Anchor() {}

  /** The anchor of a chunk: {@link #NONE} if it is shorter than a block, or its first is zeros. */
  public static long of(byte[] bytes, int offset, int length) {
    return isOf(bytes, offset, length) ? ofBlock(bytes, offset) : NONE;
  }

  /** Whether a chunk has an anchor. */
  public static boolean isOf(byte[] bytes, int offset, int length) {
    return length >= BLOCK && !Zeros.isZero(bytes, offset, BLOCK);
  }

  /** The anchor of the chunks that begin with the block at {@code offset}, which is not zeros. */
  public static long ofBlock(byte[] bytes, int offset) {
    long hash = TwinCrc.of(bytes, offset, BLOCK);
    return hash == NONE ? 1 : hash;
  }
}
