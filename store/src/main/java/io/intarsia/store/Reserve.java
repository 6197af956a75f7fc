package io.intarsia.store;

import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.error.StoreFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** Bytes kept so that gc has room to work on a full disk. */
public final class Reserve {
  /** Bytes. */
  public static final int LENGTH = 512 << 10;

  /** Bytes that removals leave to gc. */
  private static final int PART = LENGTH / 2;

  /** Bytes written at a time, so that a nearly full disk gives what it has. */
  private static final int STEP = 4 << 10;

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

  /**
   * Gives the part back that gc can do without.
   *
   * @return false if that was done before
   */
  boolean releasePart() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      boolean has = channel.size() > PART;
      channel.truncate(PART);
      return has;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Takes them again, or as many as there is room for. */
  public void restore() throws IOException {
    if (Files.exists(file) && Files.size(file) == LENGTH) {
      return;
    }
    try {
      write();
    } catch (IOException e) {
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
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long length = channel.size();
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      for (int at = (int) Math.min(length, LENGTH); at < LENGTH; at = buffer.position()) {
        buffer.limit(Math.min(LENGTH, at + STEP)).position(at);
        channel.write(buffer, at);
      }
      channel.force(true);
    }
  }
}
