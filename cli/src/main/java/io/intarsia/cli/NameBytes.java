package io.intarsia.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * File names are bytes, Java's strings are not: UTF-8 is read as what it means, and each byte that
 * is no UTF-8 as one of the characters U+DC80 to U+DCFF, which UTF-8 cannot hold. So every name has
 * one string, and comes back from it unchanged. (Python does the same, PEP 383.)
 */
final class NameBytes {
  private static final char ESCAPE = '\uDC00';

  private NameBytes() {}

  /** The string of any bytes. */
  static String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        return out.flip().toString();
      }
      // Each undecodable byte makes one character, so that the output is never too small.
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  /** The bytes of a string that {@link #decode} or the JVM made of an argument. */
  static byte[] encode(String text) {
    byte[] bytes = new byte[3 * text.length()];
    int length = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && !isEscape(text, i)) {
        continue;
      }
      byte[] piece = text.substring(start, i).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(piece, 0, bytes, length, piece.length);
      length += piece.length;
      if (i < text.length()) {
        bytes[length++] = (byte) (text.charAt(i) - ESCAPE);
      }
      start = i + 1;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Whether the string has a byte that is no UTF-8. */
  static boolean hasEscapes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEscape(String text, int i) {
    char c = text.charAt(i);
    return c >= ESCAPE + 0x80
        && c <= ESCAPE + 0xff
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
