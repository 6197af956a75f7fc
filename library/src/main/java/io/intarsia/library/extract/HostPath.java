package io.intarsia.library.extract;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Paths of this machine as the kernel has them. */
final class HostPath {
  private HostPath() {}

  /** The bytes of an absolute path. Taken from the URI, which every locale can express. */
  static byte[] bytes(Path path) {
    byte[] uri = path.toAbsolutePath().toUri().getRawPath().getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[uri.length];
    int length = 0;
    int at = 0;
    while (at < uri.length) {
      boolean escaped = uri[at] == '%';
      bytes[length++] = escaped ? (byte) (digit(uri[at + 1]) << 4 | digit(uri[at + 2])) : uri[at];
      at += escaped ? 3 : 1;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static int digit(byte hexadecimal) {
    return Character.digit(hexadecimal, 16);
  }

  /** Whether bytes can be a name of their own in a directory; how long it may be, the host says. */
  static boolean isName(byte[] name) {
    boolean dots =
        name.length <= 2
            && (name.length == 0 || name[0] == '.')
            && (name.length < 2 || name[1] == '.');
    return !dots && !has(name, (byte) '/') && !hasZero(name);
  }

  static boolean hasZero(byte[] bytes) {
    return has(bytes, (byte) 0);
  }

  private static boolean has(byte[] bytes, byte wanted) {
    for (byte b : bytes) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }

  /** The part of an absolute path after its last slash. */
  static byte[] lastName(byte[] path) {
    int slash = path.length - 1;
    while (path[slash] != '/') {
      slash--;
    }
    return Arrays.copyOfRange(path, slash + 1, path.length);
  }

  /** The part of an absolute path before its last name, without a slash at its end. */
  static byte[] parent(byte[] path, byte[] name) {
    return Arrays.copyOf(path, path.length - name.length - 1);
  }

  /** Bytes of a path for people: what is no text, or would move a cursor, becomes {@code ?}. */
  static String text(byte[] path) {
    StringBuilder text = new StringBuilder(new String(path, StandardCharsets.UTF_8));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\uFFFD') {
        text.setCharAt(i, '?');
      }
    }
    return text.toString();
  }
}
