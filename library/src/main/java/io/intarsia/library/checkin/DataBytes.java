package io.intarsia.library.checkin;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;

/** Counts the bytes of a source that are not holes. */
final class DataBytes {
  private DataBytes() {}

  static long of(ByteSource source) throws IOException {
    long bytes = 0;
    long pos = source.nextData(0);
    while (pos < source.size()) {
      long hole = source.nextHole(pos);
      bytes += hole - pos;
      pos = source.nextData(hole);
    }
    return bytes;
  }
}
