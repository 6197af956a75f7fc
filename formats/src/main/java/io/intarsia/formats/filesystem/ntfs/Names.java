package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.LittleEndian;
import java.util.Arrays;

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
    byte[] out = new byte[3 * units];
    int length = 0;
    for (int i = 0; i < units; i++) {
      int c = LittleEndian.u16(bytes, from + 2 * i);
      int next = i + 1 < units ? LittleEndian.u16(bytes, from + 2 * i + 2) : 0;
      if (c < 0x80) {
        out[length++] = (byte) c;
      } else if (c < 0x800) {
        out[length++] = (byte) (0xC0 | (c >> 6));
        out[length++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isSurrogatePair((char) c, (char) next)) {
        int point = Character.toCodePoint((char) c, (char) next);
        out[length++] = (byte) (0xF0 | (point >> 18));
        out[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        out[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        out[length++] = (byte) (0x80 | (point & 0x3F));
        i++;
      } else {
        out[length++] = (byte) (0xE0 | (c >> 12));
        out[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        out[length++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    return length == out.length ? out : Arrays.copyOf(out, length);
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
