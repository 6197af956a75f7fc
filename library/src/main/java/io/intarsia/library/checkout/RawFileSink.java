package io.intarsia.library.checkout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** A raw image file; what is not written stays a hole. */
final class RawFileSink implements DiskSink {
  private final NewFile file;

  /**
   * The kernel lets one thread at a time write to a file, and the others spin meanwhile: waiting
   * here instead leaves a third of the processor time to whoever has use for it.
   */
  private final ReentrantLock oneWriter = new ReentrantLock();

  RawFileSink(Path target, long size) throws IOException {
    this.file = NewFile.create(target);
    if (size > 0) {
      file.channel().write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length) throws IOException {
    oneWriter.lock();
    try {
      writeFully(file.channel(), diskOffset, bytes, offset, length);
    } finally {
      oneWriter.unlock();
    }
  }

  static void writeFully(FileChannel channel, long position, byte[] bytes, int offset, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position() - offset);
    }
  }

  @Override
  public boolean wantsZeros() {
    return false;
  }

  @Override
  public void finish() throws IOException {
    file.keep();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
