package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The extended attributes of an inode. The table's header says where the metadata blocks with names
 * and values begin and how many lists there are; then comes the table of lists.
 */
final class XattrReader {
  /** What Linux takes. */
  private static final int MAX_NAME_BYTES = 255;

  private static final int MAX_VALUE_BYTES = 1 << 16;

  /** More names than this Linux cannot list. */
  private static final int MAX_COUNT = 1 << 15;

  /** Of one inode together; what Linux takes is far below. */
  private static final int MAX_TOTAL_BYTES = 16 << 20;

  private static final int TYPE_MASK = 0xFF;

  private final Volume volume;
  private final long reference;
  private final long values;
  private final LookupTable lists;
  private int total;

  XattrReader(Volume volume, long reference) throws IOException {
    this.volume = volume;
    this.reference = reference;
    long table = volume.superblock().xattrTable();
    check(table != NO_TABLE, "table");
    byte[] header = volume.metadata().plain(table, XATTR_TABLE_HEADER_BYTES);
    this.values = LittleEndian.i64(header, 0);
    check(values >= SUPERBLOCK_BYTES && values < volume.superblock().bytesUsed(), "table");
    this.lists =
        new LookupTable(
            "attributes",
            volume.metadata(),
            table + XATTR_TABLE_HEADER_BYTES,
            LittleEndian.u32(header, 8),
            XATTR_ID_BYTES);
  }

  /** The list of an index, by name. */
  List<Xattr> list(long index) throws IOException {
    byte[] entry = lists.entry(index);
    long count = LittleEndian.u32(entry, 8);
    check(count <= MAX_COUNT, "number");
    MetadataCursor cursor = at(LittleEndian.i64(entry, 0));
    List<Xattr> found = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      byte[] head = cursor.take(4);
      int type = LittleEndian.u16(head, 0);
      int nameLength = LittleEndian.u16(head, 2);
      check(nameLength > 0 && nameLength <= MAX_NAME_BYTES, "name");
      byte[] name = cursor.take(nameLength);
      byte[] value = value(cursor, (type & XATTR_OUT_OF_LINE) != 0);
      total += nameLength + value.length;
      check(total <= MAX_TOTAL_BYTES, "total size");
      String prefix = prefix(type & TYPE_MASK);
      if (!prefix.isEmpty()) {
        found.add(new Xattr(fullName(prefix, name), value));
      }
    }
    found.sort(Xattr.BY_NAME);
    return List.copyOf(found);
  }

  private byte[] value(MetadataCursor cursor, boolean outOfLine) throws IOException {
    if (!outOfLine) {
      return value(cursor);
    }
    byte[] place = value(cursor);
    check(place.length == Long.BYTES, "place of a value");
    return value(at(LittleEndian.i64(place, 0)));
  }

  private byte[] value(MetadataCursor cursor) throws IOException {
    long size = LittleEndian.u32(cursor.take(Integer.BYTES), 0);
    check(size <= MAX_VALUE_BYTES, "value");
    return cursor.take((int) size);
  }

  private MetadataCursor at(long place) throws IOException {
    check(place >= 0, "place");
    return volume.at(values, place);
  }

  /** As getfattr shows it; empty for what Linux does not show. */
  private static String prefix(int type) {
    return switch (type) {
      case 0 -> "user.";
      case 1 -> "trusted.";
      case 2 -> "security.";
      default -> "";
    };
  }

  private static byte[] fullName(String prefix, byte[] name) {
    byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
    byte[] result = Arrays.copyOf(start, start.length + name.length);
    System.arraycopy(name, 0, result, start.length, name.length);
    return result;
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("inode " + reference + ": attributes: bad " + what);
    }
  }
}
