package io.intarsia.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes large parts of a file past the page cache ({@code O_DIRECT}): the kernel neither finds
 * pages for them nor copies them, which costs more than compressing where memory is scarce, and
 * what others keep there stays. Where the file system or the bytes do not allow that, they go
 * through the page cache. They are durable when the file has been forced, either way. Thread-safe.
 */
public final class DirectFile implements Closeable {
  /** What places and lengths must be multiples of to go past the page cache. */
  public static final int ALIGNMENT = 4096;

  /** To wait for the disk for less than that takes longer than to find pages for it. */
  private static final int LEAST_BYTES = 1 << 16;

  private static final @Nullable OpenOption DIRECT = directOption();

  private final FileChannel plain;
  private volatile @Nullable FileChannel direct;

  private DirectFile(FileChannel plain, @Nullable FileChannel direct) {
    this.plain = plain;
    this.direct = direct;
  }

  /**
   * Opens a file that is open for writing a second time.
   *
   * @param plain open on the same file; stays open
   */
  public static DirectFile open(Path path, FileChannel plain) {
    return new DirectFile(plain, openDirect(path));
  }

  /** The compiler warns of its class by name, without a way to say that it is wanted. */
  private static @Nullable OpenOption directOption() {
    try {
      Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      for (Object option : options == null ? new Object[0] : options) {
        if (option.toString().equals("DIRECT")) {
          return (OpenOption) option;
        }
      }
    } catch (ClassNotFoundException e) {
      // a JDK without direct writing
    }
    return null;
  }

  /** Null where this cannot be: tmpfs of old kernels, some network file systems. */
  private static @Nullable FileChannel openDirect(Path path) {
    if (DIRECT == null) {
      return null;
    }
    try {
      return FileChannel.open(path, StandardOpenOption.WRITE, DIRECT);
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /**
   * A buffer for {@link #write}, outside the heap.
   *
   * @param length a multiple of {@link #ALIGNMENT}
   */
  public static ByteBuffer buffer(int length) {
    return ByteBuffer.allocateDirect(length + ALIGNMENT - 1).alignedSlice(ALIGNMENT);
  }

  /**
   * Writes all that remains in a buffer.
   *
   * @param buffer goes past the page cache if it is of {@link #buffer}, at and up to a multiple of
   *     {@link #ALIGNMENT}, as the place is, and long enough for that to be worth it
   * @throws IOException as writing through the page cache does, which is tried when the other way
   *     fails
   */
  public void write(ByteBuffer buffer, long position) throws IOException {
    int from = buffer.position();
    FileChannel channel = direct;
    boolean aligned = (position | from | buffer.limit()) % ALIGNMENT == 0;
    if (channel != null && aligned && buffer.remaining() >= LEAST_BYTES) {
      try {
        FullWrites.write(channel, buffer, position);
      } catch (IOException e) {
        direct = null; // larger blocks than ALIGNMENT, or what the plain way will tell
        channel.close();
      }
    }
    FullWrites.write(plain, buffer, position + (buffer.position() - from));
  }

  /** Closes what {@link #open} opened. */
  @Override
  public void close() throws IOException {
    FileChannel channel = direct;
    if (channel != null) {
      channel.close();
    }
  }
}
