package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file: its base record and those that its attribute list refers to.
 *
 * @param number of the base record
 * @param attributes of all records; pieces of one attribute stand in ascending order
 */
record FileRecord(Volume volume, long number, boolean isDirectory, List<Attribute> attributes) {

  /** Reads a file that a directory may name. */
  static FileRecord read(Mft mft, long number) throws IOException {
    Volume volume = mft.volume();
    byte[] base = mft.record(number);
    int flags = LittleEndian.u16(base, FILE_FLAGS);
    if ((flags & FILE_IN_USE) == 0 || LittleEndian.i64(base, FILE_BASE_REFERENCE) != 0) {
      throw volume.malformed("record " + number + " is not a file's");
    }
    List<Attribute> attributes = attributesOf(volume, base, number);
    Attribute list = find(attributes, TYPE_ATTRIBUTE_LIST, Attribute.NO_NAME);
    if (list != null) {
      addListed(mft, number, sequence(base), list, attributes);
    }
    return new FileRecord(volume, number, (flags & FILE_IS_DIRECTORY) != 0, attributes);
  }

  private static int sequence(byte[] record) {
    return LittleEndian.u16(record, FILE_SEQUENCE);
  }

  private static void addListed(
      Mft mft, long number, int sequence, Attribute list, List<Attribute> attributes)
      throws IOException {
    Volume volume = mft.volume();
    Set<Long> records = new LinkedHashSet<>();
    for (AttributeList.Entry entry : AttributeList.read(volume, list)) {
      if (entry.record() != number && records.add(entry.record())) {
        byte[] record = mft.record(entry.record());
        long base = LittleEndian.i64(record, FILE_BASE_REFERENCE);
        int wanted = (int) (entry.reference() >>> REFERENCE_BITS);
        boolean mine =
            (base & REFERENCE_MASK) == number
                && (int) (base >>> REFERENCE_BITS) == sequence
                && wanted == sequence(record)
                && (LittleEndian.u16(record, FILE_FLAGS) & FILE_IN_USE) != 0;
        if (!mine) {
          throw volume.malformed(
              "record " + number + ": its attribute list names a record that is not its own");
        }
        attributes.addAll(attributesOf(volume, record, entry.record()));
      }
    }
    attributes.sort(Comparator.comparingLong(Attribute::lowestVcn));
  }

  /** The attributes of one record. */
  static List<Attribute> attributesOf(Volume volume, byte[] record, long number)
      throws MalformedException {
    long used = LittleEndian.u32(record, FILE_BYTES_IN_USE);
    int at = LittleEndian.u16(record, FILE_ATTRIBUTES_OFFSET);
    if (used > record.length || at < FILE_HEADER_SIZE) {
      throw volume.malformed("record " + number + ": its attributes do not fit");
    }
    List<Attribute> attributes = new ArrayList<>();
    while (at <= used - Integer.BYTES && LittleEndian.i32(record, at) != TYPE_END) {
      Attribute attribute = Attribute.parse(record, at, (int) used, volume);
      attributes.add(attribute);
      at += attribute.length();
    }
    return attributes;
  }

  private static @Nullable Attribute find(List<Attribute> attributes, int type, byte[] name) {
    for (Attribute attribute : attributes) {
      if (attribute.is(type, name)) {
        return attribute;
      }
    }
    return null;
  }

  /** The first piece of an attribute, or null. */
  @Nullable Attribute first(int type, byte[] name) {
    return find(attributes, type, name);
  }

  /** The value of a resident attribute, or null when there is none. */
  byte @Nullable [] value(int type) throws IOException {
    Attribute attribute = first(type, Attribute.NO_NAME);
    if (attribute == null) {
      return null;
    }
    if (!attribute.isResident()) {
      throw malformed("an attribute of type " + Integer.toHexString(type) + " is not resident");
    }
    return attribute.value();
  }

  /** The value of an attribute that may be anywhere, or null when there is none. */
  @Nullable Stream stream(int type, byte[] name) throws IOException {
    List<Attribute> pieces = new ArrayList<>(1);
    for (Attribute attribute : attributes) {
      if (attribute.is(type, name)) {
        pieces.add(attribute);
      }
    }
    return pieces.isEmpty() ? null : Stream.ofPieces(volume, pieces);
  }

  MalformedException malformed(String what) {
    return volume.malformed("record " + number + ": " + what);
  }
}
