package io.intarsia.store.maintenance;

/**
 * Of each chunk that is live only because frames were compressed after it, which pack of such
 * frames answers for it, and whether a live chunk needs it. 24 to 48 bytes for each.
 */
final class KeptBases {
  private static final int SEGMENT_SHIFT = 40;
  private static final int FIRST_SIZE = 1 << 10;

  private long[] keys = new long[FIRST_SIZE];
  private int[] values = new int[FIRST_SIZE];
  private int size;

  /** Told about each base. */
  @FunctionalInterface
  interface Visitor {
    void base(Marks.Entry entry, int owner);
  }

  /** The number of the pack that answers for a base; -1 if there is none so far. */
  int owner(Marks.Entry base) {
    int slot = slot(key(base));
    return keys[slot] == 0 ? -1 : values[slot] >>> 1;
  }

  /** Whether a live chunk needs a base that some pack answers for. */
  boolean isWanted(Marks.Entry base) {
    return (values[slot(key(base))] & 1) != 0;
  }

  void put(Marks.Entry base, int owner, boolean wanted) {
    long key = key(base);
    int slot = slot(key);
    if (keys[slot] == 0) {
      if (2 * ++size > keys.length) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
    }
    values[slot] = (owner << 1) | (wanted ? 1 : 0);
  }

  void forEach(Visitor visitor) {
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != 0) {
        long key = keys[slot] - 1;
        long number = key & ((1L << SEGMENT_SHIFT) - 1);
        visitor.base(new Marks.Entry((int) (key >>> SEGMENT_SHIFT), number), values[slot] >>> 1);
      }
    }
  }

  private static long key(Marks.Entry base) {
    return (((long) base.segment() << SEGMENT_SHIFT) | base.number()) + 1;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 32) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
