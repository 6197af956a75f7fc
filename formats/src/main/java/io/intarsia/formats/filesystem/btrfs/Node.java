package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * A tree block whose contents were checked: keys ascend, and the data of items lie inside it.
 *
 * @param bytes all of it; not to be changed
 */
record Node(byte[] bytes) {

  /** What is wrong inside the block, or null when all is well. */
  static @Nullable String damage(byte[] b) {
    long items = LittleEndian.u32(b, H_NRITEMS);
    int level = b[H_LEVEL] & 0xFF;
    if (level > MAX_LEVEL) {
      return "level";
    }
    int entry = level == 0 ? ITEM_SIZE : POINTER_SIZE;
    if (items > (b.length - HEADER_SIZE) / entry || (level > 0 && items == 0)) {
      return "number of items";
    }
    int count = (int) items;
    for (int at = HEADER_SIZE + entry, end = HEADER_SIZE + count * entry; at < end; at += entry) {
      if (Key.compare(b, at - entry, b, at) >= 0) {
        return "order of keys";
      }
    }
    return level == 0 && !dataInside(b, count) ? "place of an item" : null;
  }

  private static boolean dataInside(byte[] b, int count) {
    int room = b.length - HEADER_SIZE;
    for (int at = HEADER_SIZE, end = HEADER_SIZE + count * ITEM_SIZE; at < end; at += ITEM_SIZE) {
      long offset = LittleEndian.u32(b, at + I_OFFSET);
      if (offset < (long) count * ITEM_SIZE || offset + LittleEndian.u32(b, at + I_SIZE) > room) {
        return false;
      }
    }
    return true;
  }

  int level() {
    return bytes[H_LEVEL];
  }

  int count() {
    return LittleEndian.i32(bytes, H_NRITEMS);
  }

  long generation() {
    return LittleEndian.i64(bytes, H_GENERATION);
  }

  /** Place of the key of an item or pointer. */
  int keyAt(int slot) {
    return HEADER_SIZE + slot * (level() == 0 ? ITEM_SIZE : POINTER_SIZE);
  }

  /** The last item or pointer whose key is not after the one given, or -1. */
  int floor(Key key) {
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key.compareFrom(bytes, keyAt(middle)) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  long pointer(int slot) {
    return LittleEndian.i64(bytes, keyAt(slot) + P_BLOCK);
  }

  long pointerGeneration(int slot) {
    return LittleEndian.i64(bytes, keyAt(slot) + P_GENERATION);
  }

  /** Place of an item's data. */
  int dataAt(int slot) {
    return HEADER_SIZE + LittleEndian.i32(bytes, keyAt(slot) + I_OFFSET);
  }

  int dataSize(int slot) {
    return LittleEndian.i32(bytes, keyAt(slot) + I_SIZE);
  }
}
