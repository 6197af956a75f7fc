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
  public ByteBuffer map(long position, int length) throws IOException {
    if (length > MAX_HEAP) {
      if (position + length > channel.size()) {
        throw new EOFException(key + " ends at byte " + channel.size());
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, position, length);
    }
    byte[] bytes = new byte[length];
    read(position, bytes, 0, length);
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
