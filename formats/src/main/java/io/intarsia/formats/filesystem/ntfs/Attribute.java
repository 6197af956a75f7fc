package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.util.Arrays;

/**
 * An attribute, or a piece of one, in a record of the master file table.
 *
 * @param record the record's bytes, in which the attribute lies whole
 * @param at where it begins in them
 */
record Attribute(byte[] record, int at, int length) {
  static final byte[] NO_NAME = {};

  /**
   * Checks what all other methods rely on.
   *
   * @param end of the record's used bytes
   */
  static Attribute parse(byte[] record, int at, int end, Volume volume) throws MalformedException {
    long length = end - at < RESIDENT_HEADER_SIZE ? -1 : LittleEndian.u32(record, at + 4);
    if (length < RESIDENT_HEADER_SIZE || length > end - at) {
      throw volume.malformed("an attribute that does not fit its record");
    }
    Attribute attribute = new Attribute(record, at, (int) length);
    int name = LittleEndian.u16(record, at + ATTRIBUTE_NAME_OFFSET);
    boolean named = record[at + ATTRIBUTE_NAME_LENGTH] != 0;
    boolean fits = !named || name + attribute.nameBytes() <= length;
    if (attribute.isResident()) {
      fits &= Integer.toUnsignedLong(attribute.i32(RESIDENT_LENGTH)) <= length;
      fits &= attribute.u16(RESIDENT_OFFSET) + (long) attribute.i32(RESIDENT_LENGTH) <= length;
    } else {
      fits &= length >= RUNS_HEADER_SIZE && attribute.u16(RUNS_OFFSET) <= length;
      fits &= attribute.lowestVcn() >= 0;
    }
    if (!fits) {
      throw volume.malformed("an attribute whose parts do not fit");
    }
    return attribute;
  }

  private int u16(int offset) {
    return LittleEndian.u16(record, at + offset);
  }

  private int i32(int offset) {
    return LittleEndian.i32(record, at + offset);
  }

  private long i64(int offset) {
    return LittleEndian.i64(record, at + offset);
  }

  int type() {
    return i32(ATTRIBUTE_TYPE);
  }

  boolean isResident() {
    return record[at + ATTRIBUTE_NON_RESIDENT] == 0;
  }

  private int nameBytes() {
    return 2 * (record[at + ATTRIBUTE_NAME_LENGTH] & 0xFF);
  }

  /** UTF-16LE, empty for the unnamed. */
  byte[] name() {
    if (nameBytes() == 0) {
      return NO_NAME;
    }
    int from = at + u16(ATTRIBUTE_NAME_OFFSET);
    return Arrays.copyOfRange(record, from, from + nameBytes());
  }

  /** Whether it is (a piece of) the attribute of that type and name. */
  boolean is(int wantedType, byte[] wantedName) {
    if (type() != wantedType || nameBytes() != wantedName.length) {
      return false;
    }
    int from = at + u16(ATTRIBUTE_NAME_OFFSET);
    return wantedName.length == 0
        || Arrays.equals(record, from, from + wantedName.length, wantedName, 0, wantedName.length);
  }

  boolean isCompressed() {
    return (u16(ATTRIBUTE_FLAGS) & FLAG_COMPRESSION_MASK) == FLAG_COMPRESSED;
  }

  boolean hasUnknownCompression() {
    return (u16(ATTRIBUTE_FLAGS) & FLAG_COMPRESSION_MASK) > FLAG_COMPRESSED;
  }

  boolean isEncrypted() {
    return (u16(ATTRIBUTE_FLAGS) & FLAG_ENCRYPTED) != 0;
  }

  /** Bytes of a resident attribute's value, without copying them. */
  int valueLength() {
    return i32(RESIDENT_LENGTH);
  }

  /** The value of a resident attribute. */
  byte[] value() {
    int from = at + u16(RESIDENT_OFFSET);
    return Arrays.copyOfRange(record, from, from + i32(RESIDENT_LENGTH));
  }

  /** First virtual cluster of this piece of a non-resident attribute. */
  long lowestVcn() {
    return isResident() ? 0 : i64(RUNS_LOWEST_VCN);
  }

  long highestVcn() {
    return i64(RUNS_HIGHEST_VCN);
  }

  /** Where the runs begin in the record. */
  int runsAt() {
    return at + u16(RUNS_OFFSET);
  }

  int end() {
    return at + length;
  }

  /** Power of two of clusters; meaningful in the first piece, as are the sizes. */
  int compressionUnit() {
    return record[at + RUNS_COMPRESSION_UNIT] & 0xFF;
  }

  long allocatedSize() {
    return i64(RUNS_ALLOCATED_SIZE);
  }

  long dataSize() {
    return i64(RUNS_DATA_SIZE);
  }

  long initializedSize() {
    return i64(RUNS_INITIALIZED_SIZE);
  }
}
