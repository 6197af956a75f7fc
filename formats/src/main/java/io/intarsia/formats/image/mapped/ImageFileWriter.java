package io.intarsia.formats.image.mapped;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Puts bytes into a new file by position. For several threads at once. */
public final class ImageFileWriter {
  private final FileChannel out;

  /**
   * Empties a file.
   *
   * @param out a regular file, open for writing; stays open
   * @param size bytes that the file has from now on, all zeros
   */
  public ImageFileWriter(FileChannel out, long size) throws IOException {
    this.out = out;
    out.truncate(0);
    if (size > 0) {
      put(new byte[1], size - 1);
    }
  }

  public void put(byte[] bytes, long place) throws IOException {
    put(bytes, 0, bytes.length, place);
  }

  public void put(byte[] bytes, int offset, int length, long place) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    long at = place;
    while (buffer.hasRemaining()) {
      at += out.write(buffer, at);
    }
  }
}
