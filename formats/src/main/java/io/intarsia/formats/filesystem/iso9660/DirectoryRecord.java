package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.LittleEndian;
import java.util.Arrays;

/**
 * A record of a directory, by ECMA-119 section 9.1.
 *
 * @param position where on the disk it begins
 * @param bytes the block that holds it
 * @param at where in the block it begins
 */
record DirectoryRecord(long position, byte[] bytes, int at) {
  int length() {
    return bytes[at + DR_LENGTH] & 0xFF;
  }

  /** Whether it lies in its block and holds its name. */
  boolean isSound() {
    return length() >= MIN_RECORD
        && at + length() <= bytes.length
        && nameLength() > 0
        && DR_NAME + nameLength() <= length();
  }

  /** The block where its bytes begin. */
  long extent() {
    return LittleEndian.u32(bytes, at + DR_EXTENT) + (bytes[at + DR_ATTRIBUTE_BLOCKS] & 0xFF);
  }

  long size() {
    return LittleEndian.u32(bytes, at + DR_SIZE);
  }

  long time() {
    return IsoTime.ofShort(bytes, at + DR_TIME);
  }

  boolean has(int flag) {
    return (bytes[at + DR_FLAGS] & flag) != 0;
  }

  boolean isInterleaved() {
    return bytes[at + DR_UNIT_SIZE] != 0 || bytes[at + DR_GAP_SIZE] != 0;
  }

  int nameLength() {
    return bytes[at + DR_NAME_LENGTH] & 0xFF;
  }

  int nameStart() {
    return at + DR_NAME;
  }

  /** Whether it names the directory itself. */
  boolean isSelf() {
    return nameLength() == 1 && bytes[nameStart()] == 0;
  }

  /** Whether it names the directory above. */
  boolean isParent() {
    return nameLength() == 1 && bytes[nameStart()] == 1;
  }

  /** Where the system use area begins: after the name, at an even place. */
  int systemUseStart() {
    return at + DR_NAME + nameLength() + (nameLength() + 1) % 2;
  }

  int systemUseEnd() {
    return at + length();
  }

  boolean sameName(DirectoryRecord other) {
    return Arrays.equals(
        bytes,
        nameStart(),
        nameStart() + nameLength(),
        other.bytes,
        other.nameStart(),
        other.nameStart() + other.nameLength());
  }
}
