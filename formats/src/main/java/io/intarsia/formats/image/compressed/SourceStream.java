package io.intarsia.formats.image.compressed;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A source from its first byte to its last; for one thread. */
final class SourceStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ByteSource source;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long position;
  private int next;
  private int limit;
  private @Nullable IOException failure;

  SourceStream(ByteSource source) {
    this.source = source;
  }

  /** Why the source could not be read, or null. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    return next < limit || fill() ? buffer[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (next == limit && !fill()) {
      return -1;
    }
    int n = Math.min(length, limit - next);
    System.arraycopy(buffer, next, target, offset, n);
    next += n;
    return n;
  }

  @Override
  public int available() {
    return limit - next;
  }

  private boolean fill() throws IOException {
    int n = (int) Math.min(buffer.length, source.size() - position);
    if (n == 0) {
      return false;
    }
    try {
      source.read(position, buffer, 0, n);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    position += n;
    next = 0;
    limit = n;
    return true;
  }
}
