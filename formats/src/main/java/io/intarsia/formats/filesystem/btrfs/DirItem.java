package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What directories and extended attributes consist of.
 *
 * @param location the key that an entry of a directory names
 * @param size of all of it in bytes
 */
record DirItem(Key location, byte[] name, byte[] data, int size) {

  /** Reads the one that begins at {@code at}; null when it does not fit in {@code room} bytes. */
  static @Nullable DirItem parse(byte[] b, int at, int room) {
    if (room < DIR_NAME) {
      return null;
    }
    int nameLength = LittleEndian.u16(b, at + DIR_NAME_LEN);
    int dataLength = LittleEndian.u16(b, at + DIR_DATA_LEN);
    int size = DIR_NAME + nameLength + dataLength;
    if (size > room || nameLength == 0 || nameLength > MAX_NAME) {
      return null;
    }
    int data = at + DIR_NAME + nameLength;
    return new DirItem(
        Key.parse(b, at + DIR_LOCATION),
        Arrays.copyOfRange(b, at + DIR_NAME, data),
        Arrays.copyOfRange(b, data, data + dataLength),
        size);
  }

  /** Whether a directory may have an entry of that name. */
  boolean hasFileName() {
    for (byte c : name) {
      if (c == 0 || c == '/') {
        return false;
      }
    }
    boolean dots = name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    return !dots;
  }
}
