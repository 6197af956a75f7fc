package io.intarsia.store.crypt;

import io.intarsia.store.error.KeyException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What somebody who wants into an encrypted store brings: a passphrase, or a random key. */
public final class Secret {
  /** The longest one, in bytes. */
  public static final int MAX_LENGTH = 4096;

  private final byte[] bytes;
  private final boolean random;

  private Secret(byte[] bytes, boolean random) {
    this.bytes = bytes;
    this.random = random;
  }

  /**
   * From the bytes of a file, or what a command printed, or a person typed. Text is a passphrase,
   * less the line's end, unless it is 64 hexadecimal digits (hyphens between them do not count);
   * other bytes are a random key if there are at least 32 of them.
   *
   * @throws KeyException if nothing is left, or there is more than {@link #MAX_LENGTH}
   */
  public static Secret of(byte[] bytes) throws KeyException {
    if (bytes.length > MAX_LENGTH) {
      throw new KeyException("a key has at most " + MAX_LENGTH + " bytes");
    }
    if (!isText(bytes)) {
      return new Secret(bytes.clone(), bytes.length >= Primitives.KEY_LENGTH);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    text = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    if (text.isEmpty()) {
      throw new KeyException("the key is empty");
    }
    String digits = text.strip().replace("-", "");
    return digits.length() == 2 * Primitives.KEY_LENGTH && isHex(digits)
        ? new Secret(HexFormat.of().parseHex(digits), true)
        : new Secret(text.getBytes(StandardCharsets.UTF_8), false);
  }

  /** A random key as a person writes it down: eight groups of eight digits. */
  static String written(byte[] key) {
    String digits = HexFormat.of().formatHex(key);
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < digits.length(); at += 8) {
      text.append(at == 0 ? "" : "-").append(digits, at, at + 8);
    }
    return text.toString();
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether this is a key from a generator of random numbers, which need not be stretched. */
  boolean isRandom() {
    return random;
  }

  private static boolean isHex(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (!HexFormat.isHexDigit(digits.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] bytes) {
    for (byte one : bytes) {
      if (one >= 0 && one < ' ' && one != '\n' && one != '\r' && one != '\t') {
        return false;
      }
    }
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && random == that.random
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "secret";
  }
}
