package io.intarsia.store.index;

/**
 * The arithmetic of the filter of one group of entries. The first word of a fingerprint, counted
 * from that of the group's first entry, selects a bucket by its upper bits; the 16 bits that follow
 * are its tag. A filter is a row of 16-bit numbers: for each bucket the number of entries up to its
 * end, then the tag of each entry.
 */
final class GroupFilter {
  static final int TAG_BITS = 16;

  static final long PAGES_OF_FULL_GROUP =
      IndexLayout.PAGES_PER_GROUP + pages(IndexLayout.ENTRIES_PER_GROUP);

  private GroupFilter() {}

  /** Buckets for so many entries; not all of them are used. */
  static int buckets(int entries) {
    int buckets = (entries + IndexLayout.ENTRIES_PER_BUCKET - 1) / IndexLayout.ENTRIES_PER_BUCKET;
    return Math.max(2, buckets);
  }

  /** Pages of the filter of so many entries. */
  static long pages(int entries) {
    return IndexLayout.pages((long) buckets(entries) + entries, IndexLayout.FILTER_LENGTH);
  }

  /** How far words between these two are shifted to the right to get their bucket. */
  static int shift(long first, long last, int entries) {
    int buckets = buckets(entries);
    long range = last - first;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(range);
    int shift = Math.max(0, bits - (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(buckets)));
    return shift > 0 && Long.compareUnsigned(range >>> (shift - 1), buckets) < 0
        ? shift - 1
        : shift;
  }

  static int bucket(long word, long first, int shift) {
    return (int) ((word - first) >>> shift);
  }

  static int tag(long word, long first, int shift) {
    long offset = word - first;
    long tag = shift >= TAG_BITS ? offset >>> (shift - TAG_BITS) : offset << (TAG_BITS - shift);
    return (int) tag & 0xffff;
  }

  /**
   * Computes a filter.
   *
   * @param words the first words of the entries, in order
   * @param into gets {@code buckets(entries) + entries} numbers
   */
  static void fill(long[] words, int entries, char[] into) {
    long first = words[0];
    int shift = shift(first, words[entries - 1], entries);
    int buckets = buckets(entries);
    int at = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      while (at < entries && bucket(words[at], first, shift) == bucket) {
        into[buckets + at] = (char) tag(words[at], first, shift);
        at++;
      }
      into[bucket] = (char) at;
    }
  }
}
