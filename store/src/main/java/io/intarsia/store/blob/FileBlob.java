package io.intarsia.store.blob;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file open for reading. */
final class FileBlob implements Blob {
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
    return size == 0 ? ByteBuffer.allocate(0) : channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
