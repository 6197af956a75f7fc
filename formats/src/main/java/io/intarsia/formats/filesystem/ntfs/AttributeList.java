package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The value of $ATTRIBUTE_LIST: in which records the attributes of a file are. */
final class AttributeList {

  /**
   * @param reference of the record that holds it
   */
  record Entry(int type, boolean named, long lowestVcn, long reference) {
    long record() {
      return reference & REFERENCE_MASK;
    }
  }

  private AttributeList() {}

  static List<Entry> read(Volume volume, Attribute list) throws IOException {
    return parse(volume, Stream.ofPieces(volume, List.of(list)).read(volume, MAX_ATTRIBUTE_LIST));
  }

  private static List<Entry> parse(Volume volume, byte[] bytes) throws MalformedException {
    List<Entry> entries = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int left = bytes.length - at;
      int length = left < LIST_ENTRY_SIZE ? 0 : LittleEndian.u16(bytes, at + LIST_LENGTH);
      if (length < LIST_ENTRY_SIZE || length > left) {
        throw volume.malformed("an attribute list whose entries do not fit");
      }
      entries.add(
          new Entry(
              LittleEndian.i32(bytes, at),
              bytes[at + LIST_NAME_LENGTH] != 0,
              LittleEndian.i64(bytes, at + LIST_LOWEST_VCN),
              LittleEndian.i64(bytes, at + LIST_REFERENCE)));
      at += length;
    }
    return entries;
  }
}
