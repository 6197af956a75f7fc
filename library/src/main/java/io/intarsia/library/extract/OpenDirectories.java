package io.intarsia.library.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The directories from the one that is extracted into down to the one being filled. Only the lowest
 * ones are kept open, so that a deep tree does not exhaust descriptors; others are opened again,
 * name by name, following no symbolic link.
 */
final class OpenDirectories implements AutoCloseable {
  private static final int MAX_OPEN = 128;
  private static final int CLOSED = -1;

  private final Posix posix;
  private final byte[] prefix;
  private final List<byte[]> names = new ArrayList<>();
  private int[] descriptors = new int[16];

  /**
   * Begins with one directory.
   *
   * @param descriptor open; stays the caller's
   * @param prefix path inside the image of what the directory stands for; empty for the root
   */
  OpenDirectories(Posix posix, int descriptor, byte[] prefix) {
    this.posix = posix;
    this.prefix = prefix;
    descriptors[0] = descriptor;
  }

  /** The open directory being filled. */
  int current() throws IOException {
    int last = names.size();
    if (descriptors[last] == CLOSED) {
      reopen(last);
    }
    return descriptors[last];
  }

  /** Goes down into a directory that was made in the current one. */
  void enter(byte[] name) throws IOException {
    int opened = open(current(), name);
    names.add(name);
    int last = names.size();
    if (last == descriptors.length) {
      descriptors = Arrays.copyOf(descriptors, 2 * last);
    }
    descriptors[last] = opened;
    close(last - MAX_OPEN);
  }

  /** Goes up. */
  void leave() {
    close(names.size());
    names.removeLast();
  }

  private void reopen(int last) throws IOException {
    for (int i = 1; i <= last; i++) {
      if (descriptors[i] == CLOSED) {
        descriptors[i] = open(descriptors[i - 1], names.get(i - 1));
        close(i - MAX_OPEN);
      }
    }
  }

  private int open(int parent, byte[] name) throws IOException {
    int opened = posix.openDirectory(parent, name);
    if (opened < 0) {
      throw failure(name, opened);
    }
    return opened;
  }

  private void close(int level) {
    if (level > 0 && descriptors[level] != CLOSED) {
      posix.close(descriptors[level]);
      descriptors[level] = CLOSED;
    }
  }

  /**
   * Opens the directory of a path inside the image that was extracted before; the caller closes it.
   *
   * @return a descriptor, or a negated error number
   */
  int openParent(byte[] path) {
    int from = prefix.length + 1;
    int parent = posix.openPath(descriptors[0], new byte[] {'.'}, true);
    for (int i = from; i < path.length && parent >= 0; i++) {
      if (path[i] == '/') {
        int next = posix.openPath(parent, Arrays.copyOfRange(path, from, i), true);
        posix.close(parent);
        parent = next;
        from = i + 1;
      }
    }
    return parent;
  }

  /** Path inside the image of a name in the current directory. */
  byte[] path(byte[] name) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    path.writeBytes(prefix);
    for (byte[] directory : names) {
      path.write('/');
      path.writeBytes(directory);
    }
    path.write('/');
    path.writeBytes(name);
    return path.toByteArray();
  }

  String pathText(byte[] name) {
    return HostPath.text(path(name));
  }

  /** The failure that ends the work, for what stands in the image at that name. */
  IOException failure(byte[] name, int result) {
    return new IOException(
        "'" + pathText(name) + "' cannot be written here: " + posix.message(-result));
  }

  @Override
  public void close() {
    for (int i = 1; i <= names.size(); i++) {
      close(i);
    }
  }
}
