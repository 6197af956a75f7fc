package io.intarsia.library.checkin;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.List;

/** Counts the bytes of sources that are not holes. */
final class DataBytes {
  private DataBytes() {}

  static long of(List<ByteSource> sources) throws IOException {
    long bytes = 0;
    for (ByteSource source : sources) {
      bytes += of(source);
    }
    return bytes;
  }

  private static long of(ByteSource source) throws IOException {
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
