package io.intarsia.bytes;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/**
 * Where a file has holes, as {@code lseek} with {@code SEEK_DATA} and {@code SEEK_HOLE} tells. It
 * has a descriptor of its own, because these calls move the file position, and opens it on first
 * use. A file system (or device) that does not tell counts as having no holes. Safe for use by
 * several threads.
 */
final class FileHoles implements HoleCache.Finder, AutoCloseable {
  private static final int NOT_OPEN = -1;

  private final Path path;
  private final long size;
  private final FileState expected;
  private int descriptor = NOT_OPEN;
  private boolean closed;

  /**
   * @param expected the file that the path must still lead to when the holes are first asked for
   */
  FileHoles(Path path, long size, FileState expected) {
    this.path = path;
    this.size = size;
    this.expected = expected;
  }

  @Override
  public synchronized HoleCache.Run find(long offset) throws IOException {
    open();
    long data = Linux.lseek(descriptor, offset, Linux.SEEK_DATA);
    if (data > offset || data == -Linux.ENXIO) {
      return new HoleCache.Run(offset, data < 0 ? size : Math.min(data, size), true);
    }
    if (data == -Linux.EINVAL || data == -Linux.EOPNOTSUPP) {
      return new HoleCache.Run(0, size, false);
    }
    long hole = data < 0 ? data : Linux.lseek(descriptor, offset, Linux.SEEK_HOLE);
    if (hole < 0 && hole != -Linux.ENXIO) {
      throw Linux.failure("looking for holes in " + path, hole);
    }
    return new HoleCache.Run(offset, hole <= offset ? size : Math.min(hole, size), false);
  }

  private void open() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (descriptor == NOT_OPEN) {
      int opened = Linux.open(path, 0);
      if (opened < 0) {
        throw Linux.failure("opening " + path, opened);
      }
      try {
        FileState.of(path).requireSameFile(expected, path);
      } catch (IOException e) {
        Linux.close(opened);
        throw e;
      }
      descriptor = opened;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (descriptor != NOT_OPEN) {
      Linux.close(descriptor);
      descriptor = NOT_OPEN;
    }
  }
}
