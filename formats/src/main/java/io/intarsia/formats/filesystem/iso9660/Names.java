package io.intarsia.formats.filesystem.iso9660;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.filesystem.Utf16;
import java.util.Arrays;

/** Names without Rock Ridge, as Linux shows them. */
final class Names {
  private Names() {}

  /** In lower case, without version 1 and the dot before it; semicolons and slashes become dots. */
  static byte[] plain(DirectoryRecord record) {
    byte[] name =
        Arrays.copyOfRange(
            record.bytes(), record.nameStart(), record.nameStart() + record.nameLength());
    int length = name.length;
    if (length > 2 && name[length - 2] == ';' && name[length - 1] == '1') {
      length -= name[length - 3] == '.' ? 3 : 2;
    }
    int end = 0;
    while (end < length && name[end] != 0) {
      byte c = name[end];
      if (c >= 'A' && c <= 'Z') {
        name[end] = (byte) (c | 0x20);
      } else if (c == ';' || c == '/') {
        name[end] = '.';
      }
      end++;
    }
    return Arrays.copyOf(name, end);
  }

  /** In UTF-8, without version 1 and dots at the end. */
  static byte[] joliet(DirectoryRecord record) {
    char[] units = new char[record.nameLength() / Character.BYTES];
    for (int i = 0; i < units.length; i++) {
      char unit = (char) BigEndian.u16(record.bytes(), record.nameStart() + i * Character.BYTES);
      units[i] = unit == '/' ? '.' : unit;
    }
    int length = units.length;
    if (length > 2 && units[length - 2] == ';' && units[length - 1] == '1') {
      length -= 2;
    }
    while (length >= 2 && units[length - 1] == '.') {
      length--;
    }
    return Utf16.toUtf8(units, 0, length);
  }
}
