package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Utf16;
import io.intarsia.formats.filesystem.fat.DosTime;
import org.jspecify.annotations.Nullable;

/**
 * The directory entries of one file: file, stream extension, names. It was checked that they are.
 */
final class EntrySet {
  private static final int MODE = 0755;
  private static final int WRITE_BITS = 0222;
  private static final int OFFSET_VALID = 0x80;
  private static final int SECONDS_PER_OFFSET = 15 * 60;
  private static final int NANOS_PER_10MS = 10_000_000;

  private final byte[] bytes;

  private EntrySet(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The set that the bytes are; null when they are none, or damaged. */
  static @Nullable EntrySet parse(byte[] bytes) {
    boolean good =
        (bytes[ENTRY_BYTES] & 0xFF) == TYPE_STREAM
            && Checksums.ofSet(bytes, bytes.length) == LittleEndian.u16(bytes, FILE_CHECKSUM);
    EntrySet set = new EntrySet(bytes);
    return good && set.namesAreThere() && set.lengthsAreGood() ? set : null;
  }

  private int nameLength() {
    return bytes[ENTRY_BYTES + STREAM_NAME_LENGTH] & 0xFF;
  }

  private boolean namesAreThere() {
    int entries = Math.ceilDiv(nameLength(), UNITS_PER_ENTRY);
    if (entries == 0 || (entries + 2) * ENTRY_BYTES > bytes.length) {
      return false;
    }
    for (int i = 0; i < entries; i++) {
      if ((bytes[(i + 2) * ENTRY_BYTES] & 0xFF) != TYPE_NAME) {
        return false;
      }
    }
    return true;
  }

  private boolean lengthsAreGood() {
    long length = allocation().length();
    return length >= 0 && validLength() >= 0 && validLength() <= length;
  }

  /** The name in UTF-8; null when it has a slash or zero in it. */
  byte @Nullable [] name() {
    char[] units = new char[nameLength()];
    for (int i = 0; i < units.length; i++) {
      int entry = (i / UNITS_PER_ENTRY + 2) * ENTRY_BYTES;
      int at = entry + NAME_UNITS + i % UNITS_PER_ENTRY * Character.BYTES;
      units[i] = (char) LittleEndian.u16(bytes, at);
      if (units[i] == 0 || units[i] == '/') {
        return null;
      }
    }
    return Utf16.toUtf8(units, 0, units.length);
  }

  boolean isDirectory() {
    return (LittleEndian.u16(bytes, FILE_ATTRIBUTES) & ATTRIBUTE_DIRECTORY) != 0;
  }

  Allocation allocation() {
    return new Allocation(
        LittleEndian.u32(bytes, ENTRY_BYTES + FIRST_CLUSTER_FIELD),
        LittleEndian.i64(bytes, ENTRY_BYTES + DATA_LENGTH),
        (bytes[ENTRY_BYTES + STREAM_FLAGS] & FLAG_NO_FAT_CHAIN) != 0);
  }

  /** Bytes that were ever written; what follows up to the length reads as zeros. */
  long validLength() {
    return LittleEndian.i64(bytes, ENTRY_BYTES + STREAM_VALID_LENGTH);
  }

  /** As Linux mounts it with a umask of 022; read-only directories can be written to. */
  Inode toInode(long number) {
    int attributes = LittleEndian.u16(bytes, FILE_ATTRIBUTES);
    boolean readOnly = !isDirectory() && (attributes & ATTRIBUTE_READ_ONLY) != 0;
    int time = LittleEndian.u16(bytes, FILE_MODIFIED);
    int date = LittleEndian.u16(bytes, FILE_MODIFIED + 2);
    int hundredths = bytes[FILE_MODIFIED_10MS] & 0xFF;
    return new Inode(
        number,
        isDirectory() ? FileType.DIRECTORY : FileType.FILE,
        readOnly ? MODE & ~WRITE_BITS : MODE,
        0,
        0,
        isDirectory() ? 0 : allocation().length(),
        DosTime.seconds(date, time) + hundredths / 100 - offsetSeconds(),
        hundredths % 100 * NANOS_PER_10MS,
        1,
        0,
        0);
  }

  /** What the clock was ahead of UTC, in quarters of an hour in seven bits with a sign. */
  private int offsetSeconds() {
    int field = bytes[FILE_MODIFIED_OFFSET];
    return (field & OFFSET_VALID) == 0 ? 0 : (field << 25 >> 25) * SECONDS_PER_OFFSET;
  }

  /** The root directory, which has no entry and no time. */
  static Inode root(long number) {
    return new Inode(number, FileType.DIRECTORY, MODE, 0, 0, 0, 0, 0, 1, 0, 0);
  }
}
