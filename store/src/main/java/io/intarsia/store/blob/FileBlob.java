package io.intarsia.store.blob;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file open for reading. */
final class FileBlob implements Blob {
  /** The first mapping of a process takes 50 ms; to read this much takes 1 ms. */
  private static final int MAX_HEAP = 2 << 20;

  private final String key;
  private final FileChannel channel;

  FileBlob(String key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void read(long position, byte[] into, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
    long at = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at);
      if (count < 0) {
        throw new EOFException(key + " ends at byte " + at);
      }
      at += count;
    }
  }

  @Override
  public ByteBuffer map() throws IOException {
    long size = channel.size();
    if (size > Integer.MAX_VALUE) {
      throw new IOException(key + " has " + size + " bytes, too many to be mapped");
    }
    if (size > MAX_HEAP) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
    }
    byte[] bytes = new byte[(int) size];
    read(0, bytes, 0, bytes.length);
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
