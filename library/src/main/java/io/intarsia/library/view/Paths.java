package io.intarsia.library.view;

import java.util.Arrays;

/** Paths in bytes. */
public final class Paths {
  private Paths() {}

  /** The path of a name in a directory whose path is absolute. */
  public static byte[] child(byte[] directory, byte[] name) {
    boolean isRoot = directory.length == 1;
    int at = isRoot ? 1 : directory.length + 1;
    byte[] path = Arrays.copyOf(directory, at + name.length);
    path[at - 1] = '/';
    System.arraycopy(name, 0, path, at, name.length);
    return path;
  }
}
