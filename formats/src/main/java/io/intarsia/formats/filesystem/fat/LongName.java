package io.intarsia.formats.filesystem.fat;

import static io.intarsia.formats.filesystem.fat.FatLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.Utf16;
import org.jspecify.annotations.Nullable;

/** Puts a long name together from the entries before the short one, the last part first. */
final class LongName {
  /** Where the thirteen code units of an entry stand. */
  private static final int[] UNITS = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

  private final char[] units = new char[LDIR_MAX_ENTRIES * LDIR_UNITS];
  private int length;
  private int checksum;

  /** Entries still to come; -1 when what came is no name. */
  private int missing = -1;

  void clear() {
    missing = -1;
  }

  void add(DirectoryEntry entry) {
    int order = entry.bytes()[entry.at() + LDIR_ORDER] & 0xFF;
    int sum = entry.bytes()[entry.at() + LDIR_CHECKSUM] & 0xFF;
    int number = order & ~LDIR_LAST;
    if ((order & LDIR_LAST) != 0) {
      boolean possible = number > 0 && number <= LDIR_MAX_ENTRIES;
      missing = possible ? number : -1;
      length = possible ? number * LDIR_UNITS : 0;
      checksum = sum;
    }
    if (missing <= 0 || number != missing || sum != checksum) {
      clear();
      return;
    }
    missing--;
    for (int i = 0; i < LDIR_UNITS; i++) {
      units[missing * LDIR_UNITS + i] =
          (char) LittleEndian.u16(entry.bytes(), entry.at() + UNITS[i]);
    }
  }

  /** The name in UTF-8, when it is complete and belongs to the short one; else null. */
  byte @Nullable [] of(DirectoryEntry shortEntry) {
    if (missing != 0 || checksum != ShortName.checksum(shortEntry)) {
      return null;
    }
    int end = 0;
    while (end < length && units[end] != 0) {
      if (units[end] == '/') {
        return null;
      }
      end++;
    }
    return end == 0 ? null : Utf16.toUtf8(units, 0, end);
  }
}
