package io.intarsia.bytes;

import java.io.IOException;

/**
 * A read that would leave its source: the structure that named the place is wrong, or the source
 * was cut short.
 */
public final class OutOfRangeException extends IOException {
  private static final long serialVersionUID = 1L;

  public OutOfRangeException(String description, long offset, long length, long size) {
    super(
        "%s: %d bytes at offset %d lie outside its %d bytes"
            .formatted(description, length, offset, size));
  }
}
