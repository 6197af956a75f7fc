package io.intarsia.library.checkin.plan;

import java.util.Arrays;

/**
 * A map from non-negative longs to ints without boxes: open addressing, at most two thirds full.
 */
final class LongIntMap {
  static final int ABSENT = -1;
  private static final long EMPTY = -1;

  private long[] keys = new long[1024];
  private int[] values = new int[1024];
  private int size;

  LongIntMap() {
    Arrays.fill(keys, EMPTY);
  }

  int get(long key) {
    for (int i = slot(key); ; i = (i + 1) & (keys.length - 1)) {
      if (keys[i] == key) {
        return values[i];
      }
      if (keys[i] == EMPTY) {
        return ABSENT;
      }
    }
  }

  /** Gives a key a value, in place of the one it has. */
  void put(long key, int value) {
    if (!putIfAbsent(key, value)) {
      int i = slot(key);
      while (keys[i] != key) {
        i = (i + 1) & (keys.length - 1);
      }
      values[i] = value;
    }
  }

  /** Returns whether the key was absent; a present key keeps its value. */
  boolean putIfAbsent(long key, int value) {
    if (size * 3 >= keys.length * 2) {
      grow();
    }
    int i = slot(key);
    while (keys[i] != EMPTY) {
      if (keys[i] == key) {
        return false;
      }
      i = (i + 1) & (keys.length - 1);
    }
    keys[i] = key;
    values[i] = value;
    size++;
    return true;
  }

  int size() {
    return size;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    Arrays.fill(keys, EMPTY);
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        putIfAbsent(oldKeys[i], oldValues[i]);
      }
    }
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & (keys.length - 1);
  }
}
