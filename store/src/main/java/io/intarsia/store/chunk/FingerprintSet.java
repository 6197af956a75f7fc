package io.intarsia.store.chunk;

/**
 * A set of fingerprints in one array, 32 bytes a slot, at least a third of the slots free. Not
 * thread-safe.
 */
public final class FingerprintSet {
  private static final int WORDS = 4;
  private static final int MAX_CAPACITY = 1 << 28;

  private long[] words = new long[WORDS << 8];
  private int capacity = 1 << 8;
  private int size;
  // the words of an empty slot
  private boolean containsZero;

  /** Adds; returns whether it was not contained. */
  public boolean add(Fingerprint fingerprint) {
    if (isZero(fingerprint)) {
      boolean added = !containsZero;
      containsZero = true;
      return added;
    }
    int slot = slot(fingerprint);
    if (!isEmpty(slot)) {
      return false;
    }
    put(slot, fingerprint);
    if (++size > capacity / 3 * 2) {
      grow();
    }
    return true;
  }

  public boolean contains(Fingerprint fingerprint) {
    return isZero(fingerprint) ? containsZero : !isEmpty(slot(fingerprint));
  }

  public int size() {
    return size + (containsZero ? 1 : 0);
  }

  private void put(int slot, Fingerprint fingerprint) {
    for (int word = 0; word < WORDS; word++) {
      words[slot * WORDS + word] = fingerprint.word(word);
    }
  }

  private int slot(Fingerprint fingerprint) {
    int slot = (int) fingerprint.word(1) & (capacity - 1);
    while (!isEmpty(slot) && !fingerprint(words, slot).equals(fingerprint)) {
      slot = (slot + 1) & (capacity - 1);
    }
    return slot;
  }

  private boolean isEmpty(int slot) {
    int at = slot * WORDS;
    return (words[at] | words[at + 1] | words[at + 2] | words[at + 3]) == 0;
  }

  private static Fingerprint fingerprint(long[] words, int slot) {
    int at = slot * WORDS;
    return Fingerprint.ofWords(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  private static boolean isZero(Fingerprint fingerprint) {
    return (fingerprint.word(0) | fingerprint.word(1) | fingerprint.word(2) | fingerprint.word(3))
        == 0;
  }

  private void grow() {
    if (capacity == MAX_CAPACITY) {
      throw new IllegalStateException("more than " + size + " fingerprints");
    }
    long[] old = words;
    int oldCapacity = capacity;
    capacity *= 2;
    words = new long[capacity * WORDS];
    for (int slot = 0; slot < oldCapacity; slot++) {
      Fingerprint fingerprint = fingerprint(old, slot);
      if (!isZero(fingerprint)) {
        put(slot(fingerprint), fingerprint);
      }
    }
  }
}
