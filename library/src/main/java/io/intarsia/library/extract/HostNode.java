package io.intarsia.library.extract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Something that was just created, whose attributes are to be set. Results are those of {@link
 * Posix}.
 */
sealed interface HostNode {
  int changeOwner(long uid, long gid);

  int changeMode(int mode);

  int changeTime(long seconds, int nanos);

  int setAttribute(byte[] attribute, byte[] value);

  /** A file or directory that is open: what its name leads to now does not matter. */
  record Opened(Posix posix, int descriptor) implements HostNode {
    @Override
    public int changeOwner(long uid, long gid) {
      return posix.changeOwner(descriptor, uid, gid);
    }

    @Override
    public int changeMode(int mode) {
      return posix.changeMode(descriptor, mode);
    }

    @Override
    public int changeTime(long seconds, int nanos) {
      return posix.changeTime(descriptor, seconds, nanos);
    }

    @Override
    public int setAttribute(byte[] attribute, byte[] value) {
      return posix.setAttribute(descriptor, attribute, value);
    }
  }

  /** What cannot be opened: a symbolic link, device or fifo in an open directory. */
  record Named(Posix posix, int directory, byte[] name) implements HostNode {
    @Override
    public int changeOwner(long uid, long gid) {
      return posix.changeOwner(directory, name, uid, gid);
    }

    @Override
    public int changeMode(int mode) {
      return posix.changeMode(directory, name, mode);
    }

    @Override
    public int changeTime(long seconds, int nanos) {
      return posix.changeTime(directory, name, seconds, nanos);
    }

    /** There is no such call relative to a directory; the kernel's path to an open one serves. */
    @Override
    public int setAttribute(byte[] attribute, byte[] value) {
      byte[] start = ("/proc/self/fd/" + directory + "/").getBytes(StandardCharsets.US_ASCII);
      byte[] path = Arrays.copyOf(start, start.length + name.length);
      System.arraycopy(name, 0, path, start.length, name.length);
      return posix.setAttribute(path, attribute, value);
    }
  }
}
