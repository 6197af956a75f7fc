package io.intarsia.library.checkout;

import io.intarsia.bytes.DirectFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A raw image file; what is not written stays a hole. A large one goes past the page cache: the
 * disk has to be waited for in any case, and what others have in the cache stays.
 */
final class RawFileSink implements DiskSink {
  private final NewFile file;

  /**
   * The kernel lets one thread at a time write to a file, and the others spin meanwhile: waiting
   * here instead leaves a third of the processor time to whoever has use for it.
   */
  private final ReentrantLock oneWriter = new ReentrantLock();

  private @Nullable DirectFile direct;
  private @Nullable GatheredBlocks gathered;

  RawFileSink(Path target, long size) throws IOException {
    this.file = NewFile.create(target);
    if (size > 0) {
      file.channel().write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
  }

  @Override
  public void expect(long bytes) {
    if (bytes > Writeback.backgroundBytes()) {
      DirectFile opened = file.direct();
      direct = opened;
      gathered = new GatheredBlocks(opened);
    }
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length, int zeros)
      throws IOException {
    GatheredBlocks blocks = gathered;
    if (blocks == null) {
      writePlain(diskOffset, bytes, offset, length);
      return;
    }
    int head = (int) (-diskOffset & (GatheredBlocks.BLOCK - 1));
    int tail = zeros > 0 ? 0 : (int) ((diskOffset + length) & (GatheredBlocks.BLOCK - 1));
    int whole = length - head - tail;
    if (whole <= 0) {
      writePlain(diskOffset, bytes, offset, length);
      return;
    }
    if (head > 0) {
      writePlain(diskOffset, bytes, offset, head);
    }
    blocks.write(diskOffset + head, bytes, offset + head, whole, zeros);
    if (tail > 0) {
      writePlain(diskOffset + head + whole, bytes, offset + head + whole, tail);
    }
  }

  private void writePlain(long diskOffset, byte[] bytes, int offset, int length)
      throws IOException {
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
    if (gathered != null) {
      gathered.finish();
    }
    file.keep();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      if (direct != null) {
        direct.close();
      }
    }
  }
}
