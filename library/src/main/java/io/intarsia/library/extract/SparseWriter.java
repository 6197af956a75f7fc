package io.intarsia.library.extract;

import io.intarsia.library.progress.Progress;
import io.intarsia.library.view.ContentBytes;
import java.io.IOException;
import java.util.Arrays;

/** Writes a content into a file that has its size already; blocks of zeros stay holes. */
final class SparseWriter implements ContentBytes.Visitor {
  private static final int BLOCK_BYTES = 4096;
  private static final byte[] ZEROS = new byte[BLOCK_BYTES];

  private final Posix posix;
  private final OpenDirectories where;
  private final byte[] name;
  private final int descriptor;
  private final Progress progress;
  private long pos;

  SparseWriter(Posix posix, OpenDirectories where, byte[] name, int descriptor, Progress progress) {
    this.posix = posix;
    this.where = where;
    this.name = name;
    this.descriptor = descriptor;
    this.progress = progress;
  }

  @Override
  public void bytes(byte[] bytes) throws IOException {
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (end < bytes.length && !isZero(bytes, end)) {
        end = Math.min(bytes.length, end + BLOCK_BYTES);
      }
      write(bytes, at, end);
      at = Math.min(bytes.length, end + BLOCK_BYTES);
    }
    pos += bytes.length;
    progress.advance(bytes.length);
  }

  private static boolean isZero(byte[] bytes, int at) {
    int length = Math.min(BLOCK_BYTES, bytes.length - at);
    return bytes[at] == 0 && Arrays.equals(bytes, at, at + length, ZEROS, 0, length);
  }

  private void write(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      int length = Math.min(Posix.MAX_WRITE, to - at);
      int written = posix.write(descriptor, bytes, at, length, pos + at);
      if (written <= 0) {
        throw where.failure(name, written);
      }
      at += written;
    }
  }

  @Override
  public void zeros(long length) {
    pos += length;
    progress.advance(length);
  }
}
