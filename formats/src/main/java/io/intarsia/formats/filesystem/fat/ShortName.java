package io.intarsia.formats.filesystem.fat;

import static io.intarsia.formats.filesystem.fat.FatLayout.*;

import io.intarsia.formats.filesystem.Utf16;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Names of eight and three characters in code page 437. */
final class ShortName {
  private static final char[] UPPER = new char[256];
  private static final char[] LOWER = new char[256];

  static {
    Charset page = Charset.forName("IBM437");
    for (int i = 0; i < UPPER.length; i++) {
      UPPER[i] = new String(new byte[] {(byte) i}, page).charAt(0);
      char lower = Character.toLowerCase(UPPER[i]);
      LOWER[i] = page.newEncoder().canEncode(lower) ? lower : UPPER[i];
    }
  }

  private ShortName() {}

  /**
   * The name in UTF-8, in lower case where Windows NT noted so; null when it is none: blank, or
   * with a slash or zero in it.
   */
  static byte @Nullable [] decode(DirectoryEntry entry) {
    byte[] bytes = entry.bytes();
    int flags = bytes[entry.at() + DIR_CASE];
    char[] name = new char[SHORT_NAME_BYTES + 1];
    int base = copy(entry, 0, SHORT_BASE_BYTES, (flags & CASE_LOWER_BASE) != 0, name, 0);
    if (base == 0) {
      return null;
    }
    name[base] = '.';
    int end =
        copy(
            entry,
            SHORT_BASE_BYTES,
            SHORT_NAME_BYTES,
            (flags & CASE_LOWER_EXTENSION) != 0,
            name,
            base + 1);
    int length = end == base + 1 ? base : end;
    for (int i = 0; i < length; i++) {
      if (name[i] == 0 || name[i] == '/') {
        return null;
      }
    }
    return Utf16.toUtf8(name, 0, length);
  }

  /** Returns where the part ends; blanks at its end do not count. */
  private static int copy(
      DirectoryEntry entry, int from, int to, boolean lower, char[] name, int at) {
    int last = to;
    while (last > from && entry.bytes()[entry.at() + last - 1] == ' ') {
      last--;
    }
    for (int i = from; i < last; i++) {
      int code = entry.bytes()[entry.at() + i] & 0xFF;
      if (i == 0 && code == NAME_E5) {
        code = NAME_DELETED;
      }
      name[at + i - from] = lower ? LOWER[code] : UPPER[code];
    }
    return at + last - from;
  }

  /** A volume's label: eleven characters, of which blanks at the end do not count. */
  static @Nullable String label(byte[] bytes, int at) {
    StringBuilder label = new StringBuilder(SHORT_NAME_BYTES);
    for (int i = 0; i < SHORT_NAME_BYTES && bytes[at + i] != 0; i++) {
      int code = bytes[at + i] & 0xFF;
      label.append(UPPER[i == 0 && code == NAME_E5 ? NAME_DELETED : code]);
    }
    String text = label.toString().stripTrailing();
    return text.isEmpty() ? null : text;
  }

  /** The sum that ties the entries of a long name to the short name that they precede. */
  static int checksum(DirectoryEntry entry) {
    int sum = 0;
    for (int i = 0; i < SHORT_NAME_BYTES; i++) {
      sum = (((sum & 1) << 7) + (sum >> 1) + entry.bytes()[entry.at() + i]) & 0xFF;
    }
    return sum;
  }
}
