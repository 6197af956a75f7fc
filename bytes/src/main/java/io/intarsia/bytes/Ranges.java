package io.intarsia.bytes;

/** Range checks that cannot overflow. */
public final class Ranges {
  private Ranges() {}

  /**
   * Checks a range of a source.
   *
   * @throws OutOfRangeException unless {@code [offset, offset + length)} lies inside the source
   */
  public static void check(ByteSource source, long offset, long length) throws OutOfRangeException {
    if (!fits(offset, length, source.size())) {
      throw new OutOfRangeException(source.description(), offset, length, source.size());
    }
  }

  /**
   * Whether {@code [offset, offset + length)} lies inside {@code [0, size)}; false for negative
   * arguments.
   */
  public static boolean fits(long offset, long length, long size) {
    return offset >= 0 && length >= 0 && length <= size && offset <= size - length;
  }
}
