package io.intarsia.library.checkout;

import io.intarsia.bytes.DeviceHold;
import io.intarsia.bytes.FileSource;
import io.intarsia.bytes.FullWrites;
import io.intarsia.bytes.OpenForWriting;
import io.intarsia.library.error.LibraryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A block device, which is overwritten in place; all of the disk is written, zeros too. One that
 * somebody uses is refused, and nobody else begins to use it meanwhile.
 */
final class BlockDeviceSink implements DiskSink {
  private final Path device;
  private final DeviceHold hold;
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
    this.device = device;
    this.hold = hold(device);
    try {
      this.channel = FileChannel.open(device, StandardOpenOption.WRITE);
    } catch (IOException | RuntimeException e) {
      hold.close();
      throw e;
    }
  }

  private static DeviceHold hold(Path device) throws IOException {
    if (DeviceHold.isReadOnly(device)) {
      throw new LibraryException(
          "'" + device + "' is read only; make it writable ('blockdev --setrw') or name another");
    }
    DeviceHold hold = OpenForWriting.isOpenForWriting(device) ? null : DeviceHold.of(device);
    if (hold == null) {
      throw new LibraryException(
          "'"
              + device
              + "' is mounted or in use by another program; unmount it or stop what uses it, and try again");
    }
    return hold;
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length, int zeros)
      throws IOException {
    try {
      FullWrites.write(channel, ByteBuffer.wrap(bytes, offset, length), diskOffset);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      // The kernel's words alone do not say of which of the files they are.
      FileSystemException named =
          new FileSystemException(device.toString(), null, String.valueOf(e.getMessage()));
      named.initCause(e);
      throw named;
    }
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
    try (hold) {
      channel.close();
    }
  }
}
