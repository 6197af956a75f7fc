package io.intarsia.library.checkout;

import io.intarsia.bytes.FileSource;
import io.intarsia.bytes.FullWrites;
import io.intarsia.library.error.LibraryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A block device, which is overwritten in place; all of the disk is written, zeros too. */
final class BlockDeviceSink implements DiskSink {
  private final FileChannel channel;

  BlockDeviceSink(Path device, long size) throws IOException {
    try (FileSource existing = FileSource.open(device)) {
      if (existing.size() < size) {
        throw new LibraryException(
            device
                + " has "
                + existing.size()
                + " bytes, and the disk "
                + size
                + ": use a larger device");
      }
    }
    this.channel = FileChannel.open(device, StandardOpenOption.WRITE);
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length, int zeros)
      throws IOException {
    FullWrites.write(channel, ByteBuffer.wrap(bytes, offset, length), diskOffset);
  }

  @Override
  public boolean wantsZeros() {
    return true;
  }

  @Override
  public void finish() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
