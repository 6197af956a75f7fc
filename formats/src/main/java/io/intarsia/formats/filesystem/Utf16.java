package io.intarsia.formats.filesystem;

import java.io.ByteArrayOutputStream;

/** Names that disks hold in UTF-16, as the bytes of UTF-8. */
public final class Utf16 {
  private Utf16() {}

  /**
   * Code units {@code [from, to)} in UTF-8. A surrogate without its other half takes three bytes of
   * its own, as any other unit would, so that different names stay different.
   */
  public static byte[] toUtf8(char[] units, int from, int to) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * (to - from));
    int i = from;
    while (i < to) {
      boolean pair =
          i + 1 < to
              && Character.isHighSurrogate(units[i])
              && Character.isLowSurrogate(units[i + 1]);
      put(bytes, pair ? Character.toCodePoint(units[i], units[i + 1]) : units[i]);
      i += pair ? 2 : 1;
    }
    return bytes.toByteArray();
  }

  private static void put(ByteArrayOutputStream bytes, int code) {
    if (code < 0x80) {
      bytes.write(code);
    } else if (code < 0x800) {
      bytes.write(0xC0 | (code >> 6));
      bytes.write(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      bytes.write(0xE0 | (code >> 12));
      bytes.write(0x80 | ((code >> 6) & 0x3F));
      bytes.write(0x80 | (code & 0x3F));
    } else {
      bytes.write(0xF0 | (code >> 18));
      bytes.write(0x80 | ((code >> 12) & 0x3F));
      bytes.write(0x80 | ((code >> 6) & 0x3F));
      bytes.write(0x80 | (code & 0x3F));
    }
  }
}
