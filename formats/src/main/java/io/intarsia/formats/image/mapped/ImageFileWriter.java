package io.intarsia.formats.image.mapped;

import io.intarsia.bytes.FullWrites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts bytes into a new file by position. For several threads at once, one of which writes: the
 * kernel lets no more of them write to a file, and those that wait here do not spin.
 */
public final class ImageFileWriter {
  private final FileChannel out;
  private final ReentrantLock oneWriter = new ReentrantLock();

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
    oneWriter.lock();
    try {
      FullWrites.write(out, ByteBuffer.wrap(bytes, offset, length), place);
    } finally {
      oneWriter.unlock();
    }
  }
}
