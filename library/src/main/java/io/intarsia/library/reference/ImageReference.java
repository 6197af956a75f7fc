package io.intarsia.library.reference;

import io.intarsia.library.error.LibraryException;
import org.jspecify.annotations.Nullable;

/**
 * {@code NAME} or {@code NAME@VERSION}.
 *
 * @param version from 1; null for the default version
 */
public record ImageReference(String name, @Nullable Integer version) {
  private static final int MAX_NAME_LENGTH = 200;

  /**
   * Parses a reference.
   *
   * @throws LibraryException when it is none; the message says what is allowed
   */
  public static ImageReference parse(String text) throws LibraryException {
    int at = text.indexOf('@');
    if (at < 0) {
      checkName(text);
      return new ImageReference(text, null);
    }
    String name = text.substring(0, at);
    checkName(name);
    return new ImageReference(name, parseVersion(text, text.substring(at + 1)));
  }

  private static int parseVersion(String text, String digits) throws LibraryException {
    try {
      int version = Integer.parseInt(digits);
      if (version >= 1 && digits.charAt(0) != '+') {
        return version;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new LibraryException("'" + text + "': a version is a number from 1, as in NAME@3");
  }

  /**
   * Checks a name: letters, digits, {@code . _ -}, up to 200, the first a letter or digit.
   *
   * @throws LibraryException when it is not allowed
   */
  public static void checkName(String name) throws LibraryException {
    boolean good =
        !name.isEmpty() && name.length() <= MAX_NAME_LENGTH && isAlphanumeric(name.charAt(0));
    for (int i = 0; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = isAlphanumeric(c) || c == '.' || c == '_' || c == '-';
    }
    if (!good) {
      throw new LibraryException(
          "'"
              + name
              + "' is no image name: use letters, digits, '.', '_' and '-', up to 200, a letter or digit first");
    }
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return version == null ? name : name + "@" + version;
  }
}
