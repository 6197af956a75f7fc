package io.intarsia.bytes;

import java.io.IOException;

/**
 * A sequence of bytes that is read by position: a file, a disk inside an image file, a partition, a
 * stored image.
 *
 * <p>Offsets and lengths are in bytes and never negative. Implementations are safe for use by
 * several threads at once, and never move a shared position.
 */
public interface ByteSource extends AutoCloseable {

  /** Number of bytes; fixed for the life of the source. */
  long size();

  /** What this is, for error messages, outermost first: {@code disk.qcow2 > disk > p2}. */
  String description();

  /**
   * Reads exactly {@code length} bytes that start at {@code offset}.
   *
   * @throws OutOfRangeException when the range does not lie inside the source; nothing is read then
   * @throws IOException when the medium below fails
   */
  void read(long offset, byte[] target, int targetOffset, int length) throws IOException;

  /**
   * The first offset at or after {@code offset} that may hold anything but zeros, or {@link
   * #size()} when there is none. Everything between the two reads as zeros. A source that knows no
   * holes returns {@code offset}.
   */
  default long nextData(long offset) throws IOException {
    return offset;
  }

  /**
   * The first offset at or after {@code offset} where a hole begins (bytes known to be zero without
   * reading them), or {@link #size()}.
   */
  default long nextHole(long offset) throws IOException {
    return size();
  }

  /**
   * Reads {@code length} bytes into a new array; {@code length} must have been bounded by the
   * caller.
   */
  default byte[] read(long offset, int length) throws IOException {
    Ranges.check(this, offset, length);
    byte[] bytes = new byte[length];
    read(offset, bytes, 0, length);
    return bytes;
  }

  /**
   * A view of a part of this source. Closing the view does not close this source.
   *
   * @param name what the part is, appended to the description
   * @throws OutOfRangeException when the part does not lie inside this source
   */
  default ByteSource slice(String name, long offset, long length) throws IOException {
    return new SlicedSource(this, name, offset, length);
  }

  @Override
  void close() throws IOException;
}
