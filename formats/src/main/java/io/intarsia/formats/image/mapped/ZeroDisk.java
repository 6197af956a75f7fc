package io.intarsia.formats.image.mapped;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.Arrays;

/**
 * Nothing but zeros, all of it one hole.
 *
 * @param size bytes, not negative
 */
public record ZeroDisk(String description, long size) implements ByteSource {

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    Arrays.fill(target, targetOffset, targetOffset + length, (byte) 0);
  }

  @Override
  public long nextData(long offset) {
    return size;
  }

  @Override
  public long nextHole(long offset) {
    return offset;
  }

  @Override
  public void close() {}
}
