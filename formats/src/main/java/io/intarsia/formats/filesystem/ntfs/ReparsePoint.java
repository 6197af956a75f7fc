package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * $REPARSE_POINT: says that a file or directory stands for something else.
 *
 * @param tag what it stands for
 * @param data without the header
 */
record ReparsePoint(int tag, byte[] data) {
  private static final int VENDOR_ID_SIZE = 16;
  private static final int SUBSTITUTE = 0;
  private static final int PRINT = 4;
  private static final int FLAGS = 8;
  private static final int MOUNT_POINT_NAMES = 8;
  private static final int SYMLINK_NAMES = 12;
  private static final int RELATIVE = 1;

  /** The point of a file that says it has one; null when there is none that makes sense. */
  static @Nullable ReparsePoint read(FileRecord file) throws IOException {
    Stream stream = file.stream(TYPE_REPARSE_POINT, Attribute.NO_NAME);
    if (stream == null || stream.size() < REPARSE_DATA || stream.size() > MAX_REPARSE_POINT) {
      return null;
    }
    byte[] bytes = stream.read(file.volume(), MAX_REPARSE_POINT);
    int tag = LittleEndian.i32(bytes, REPARSE_TAG);
    int vendorId = tag < 0 ? 0 : VENDOR_ID_SIZE;
    if (LittleEndian.u16(bytes, REPARSE_LENGTH) + REPARSE_DATA + vendorId != bytes.length) {
      return null;
    }
    return new ReparsePoint(tag, Arrays.copyOfRange(bytes, REPARSE_DATA + vendorId, bytes.length));
  }

  /** Whether it is a link whose target can be told. */
  boolean isLink(boolean ofDirectory) {
    return switch (tag) {
      case TAG_MOUNT_POINT -> ofDirectory && names(MOUNT_POINT_NAMES, SUBSTITUTE) != null;
      case TAG_SYMLINK -> data.length >= SYMLINK_NAMES && names(SYMLINK_NAMES, SUBSTITUTE) != null;
      case TAG_LX_SYMLINK -> data.length > Integer.BYTES && LittleEndian.i32(data, 0) == 2;
      default -> false;
    };
  }

  /** Target for the system, UTF-16LE; of a link with two names only. */
  byte[] substituteName() {
    byte[] name = names(namesAt(), SUBSTITUTE);
    return name == null ? Attribute.NO_NAME : name;
  }

  /** Target for people; empty when there is none. */
  byte[] printName() {
    byte[] name = names(namesAt(), PRINT);
    return name == null ? Attribute.NO_NAME : name;
  }

  private int namesAt() {
    return tag == TAG_SYMLINK ? SYMLINK_NAMES : MOUNT_POINT_NAMES;
  }

  boolean isRelative() {
    return tag == TAG_SYMLINK && (LittleEndian.i32(data, FLAGS) & RELATIVE) != 0;
  }

  private byte @Nullable [] names(int namesAt, int which) {
    if (data.length < namesAt) {
      return null;
    }
    int from = namesAt + LittleEndian.u16(data, which);
    int length = LittleEndian.u16(data, which + 2) & ~1;
    return from + length <= data.length ? Arrays.copyOfRange(data, from, from + length) : null;
  }
}
