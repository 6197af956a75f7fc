package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.Utf16;

/**
 * Names in UTF-16LE as bytes in UTF-8. Half of a surrogate pair becomes the three bytes that its
 * number has in UTF-8's scheme (WTF-8), so that different names stay different, and as ntfs-3g
 * does.
 */
final class Names {
  private Names() {}

  /**
   * @param from offset of the first unit
   * @param units number of 16-bit units, all inside {@code bytes}
   */
  static byte[] utf8(byte[] bytes, int from, int units) {
    char[] chars = new char[units];
    for (int i = 0; i < units; i++) {
      chars[i] = (char) LittleEndian.u16(bytes, from + 2 * i);
    }
    return Utf16.toUtf8(chars, 0, units);
  }

  /** Whether a directory may hold the name: not empty, without a zero or a slash, no dots alone. */
  static boolean isPossible(byte[] name) {
    for (byte b : name) {
      if (b == 0 || b == '/') {
        return false;
      }
    }
    return switch (name.length) {
      case 0 -> false;
      case 1, 2 -> name[0] != '.' || name[name.length - 1] != '.';
      default -> true;
    };
  }

  /** The 16-bit units of ASCII text as they stand on disk. */
  static byte[] utf16(String ascii) {
    byte[] bytes = new byte[2 * ascii.length()];
    for (int i = 0; i < ascii.length(); i++) {
      LittleEndian.put16(bytes, 2 * i, ascii.charAt(i));
    }
    return bytes;
  }
}
