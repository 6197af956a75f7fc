package io.intarsia.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes that end when everything is written; a channel may write a part at a time. */
public final class FullWrites {
  private FullWrites() {}

  /** Writes all that remains in a buffer at a place of a file. */
  public static void write(FileChannel file, ByteBuffer bytes, long place) throws IOException {
    long at = place;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }
}
