package io.intarsia.store;

import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.error.StoreFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** Bytes kept so that gc has room to work on a full disk. */
public final class Reserve {
  /** Bytes. */
  public static final int LENGTH = 512 << 10;

  static final String FILE = "reserve";

  private final Path file;

  Reserve(Path file) {
    this.file = file;
  }

  /** Gives the bytes of a store back that cannot even be opened for want of room. */
  public static void releaseAt(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(FILE));
  }

  /** Gives the bytes back to the file system. */
  public void release() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Takes them again; leaves it at that if there is no room yet. */
  public void restore() throws IOException {
    if (Files.exists(file) && Files.size(file) == LENGTH) {
      return;
    }
    try {
      write();
    } catch (IOException e) {
      Files.deleteIfExists(file);
      if (!(DirectoryBlobs.translate("reserve", e) instanceof StoreFullException)) {
        throw e;
      }
    }
  }

  private void write() throws IOException {
    // not zeros, which a file system might not really store
    byte[] bytes = new byte[LENGTH];
    new SplittableRandom(1).nextBytes(bytes);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }
}
