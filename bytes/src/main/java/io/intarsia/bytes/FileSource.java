package io.intarsia.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A regular file or a block device. Its size is that of the moment when it was opened.
 *
 * <p>An interrupt does not break it: the JDK closes a file channel when a thread that reads from it
 * is interrupted, and then the file is opened again, the read goes on, and the thread's interrupt
 * flag is set when the read returns.
 *
 * <p>Holes need native access ({@code --enable-native-access}).
 */
public final class FileSource implements ByteSource {
  /**
   * Bounds the buffer outside the heap that the JDK keeps per reading thread and copies through; of
   * this size it stays in the processor's cache.
   */
  private static final int MAX_TRANSFER = 1 << 17;

  private final Path path;
  private final String description;
  private final long size;
  private final FileState opened;
  private final FileHoles fileHoles;
  private final HoleCache holes;
  private volatile FileChannel channel;
  private volatile boolean closed;

  private FileSource(Path path, String description, FileChannel channel) throws IOException {
    this.path = path;
    this.description = description;
    this.channel = channel;
    this.opened = FileState.of(path);
    this.size = channel.size();
    this.fileHoles = new FileHoles(path, size, opened);
    this.holes = new HoleCache(size, fileHoles);
  }

  /**
   * Opens a file for reading, following symbolic links.
   *
   * @throws java.nio.file.NoSuchFileException and its siblings as {@link FileChannel#open} does
   * @throws IOException when it is neither a regular file nor a block device
   */
  public static FileSource open(Path path) throws IOException {
    return open(path, path.toString());
  }

  /**
   * Opens a file as {@link #open(Path)} does.
   *
   * @param description what messages call it, where its path would tell the user nothing
   */
  public static FileSource open(Path path, String description) throws IOException {
    if (!FileState.isRegular(path) && !FileState.isBlockDevice(path)) {
      throw new IOException(path + " is neither a regular file nor a block device");
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new FileSource(path, description, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Loads what hole detection needs, as the first search for a hole does otherwise; it takes tens
   * of milliseconds, for which a caller may have a thread.
   */
  public static void loadHoleDetection() {
    Linux.load();
  }

  /** The state of the file that the path leads to now, to compare with an earlier one. */
  public FileState state() throws IOException {
    return FileState.of(path);
  }

  /** The path by which it was opened. */
  public Path path() {
    return path;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    ByteBuffer buffer = ByteBuffer.wrap(target, targetOffset, length);
    int end = buffer.limit();
    boolean interrupted = false;
    try {
      while (buffer.position() < end) {
        buffer.limit(Math.min(end, buffer.position() + MAX_TRANSFER));
        interrupted |= !readOnce(buffer, offset + (buffer.position() - targetOffset));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Reads some bytes; returns false when an interrupt, whose flag is cleared, came between. */
  private boolean readOnce(ByteBuffer buffer, long offset) throws IOException {
    FileChannel current = channel;
    try {
      if (current.read(buffer, offset) < 0) {
        throw new OutOfRangeException(path.toString(), offset, buffer.remaining(), current.size());
      }
      return true;
    } catch (ClosedByInterruptException e) {
      reopenCleared(current);
      return false;
    } catch (ClosedChannelException e) {
      reopen(current);
      return true;
    }
  }

  /** A channel that is opened while the interrupt flag is set would be closed by its first read. */
  private void reopenCleared(FileChannel broken) throws IOException {
    boolean cleared = Thread.interrupted();
    try {
      reopen(broken);
    } catch (IOException e) {
      if (cleared) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private synchronized void reopen(FileChannel broken) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (!channel.equals(broken)) {
      return;
    }
    FileChannel again = FileChannel.open(path, StandardOpenOption.READ);
    try {
      FileState.of(path).requireSameFile(opened, path);
    } catch (IOException e) {
      again.close();
      throw e;
    }
    channel = again;
  }

  @Override
  public long nextData(long offset) throws IOException {
    return holes.nextData(offset);
  }

  @Override
  public long nextHole(long offset) throws IOException {
    return holes.nextHole(offset);
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
    fileHoles.close();
  }
}
