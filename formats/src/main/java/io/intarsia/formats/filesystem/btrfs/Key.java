package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.LittleEndian;

/** The key of an item. All numbers are unsigned; the order is that of the fields. */
record Key(long objectId, int type, long offset) implements Comparable<Key> {

  static Key parse(byte[] b, int at) {
    return new Key(
        LittleEndian.i64(b, at), b[at + K_TYPE] & 0xFF, LittleEndian.i64(b, at + K_OFFSET));
  }

  @Override
  public int compareTo(Key other) {
    int order = Long.compareUnsigned(objectId, other.objectId);
    if (order == 0) {
      order = Integer.compare(type, other.type);
    }
    return order != 0 ? order : Long.compareUnsigned(offset, other.offset);
  }

  /** Compares the key that stands in {@code b} with this one. */
  int compareFrom(byte[] b, int at) {
    int order = Long.compareUnsigned(LittleEndian.i64(b, at), objectId);
    if (order == 0) {
      order = Integer.compare(b[at + K_TYPE] & 0xFF, type);
    }
    return order != 0 ? order : Long.compareUnsigned(LittleEndian.i64(b, at + K_OFFSET), offset);
  }

  /** Compares two keys in place. */
  static int compare(byte[] a, int atA, byte[] b, int atB) {
    int order = Long.compareUnsigned(LittleEndian.i64(a, atA), LittleEndian.i64(b, atB));
    if (order == 0) {
      order = Integer.compare(a[atA + K_TYPE] & 0xFF, b[atB + K_TYPE] & 0xFF);
    }
    return order != 0
        ? order
        : Long.compareUnsigned(
            LittleEndian.i64(a, atA + K_OFFSET), LittleEndian.i64(b, atB + K_OFFSET));
  }
}
