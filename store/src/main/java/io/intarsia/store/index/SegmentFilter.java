package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The filter of a segment: says which entries may have a fingerprint, and of nearly all
 * fingerprints that are not there, that there is none. Thread-safe.
 */
final class SegmentFilter {
  private static final int PER_PAGE = IndexLayout.perPage(IndexLayout.FILTER_LENGTH);

  private final SegmentPages pages;
  private final SegmentShape shape;
  private final long groupsPage;
  private final long[] firsts;
  private final long[] lasts;
  private final byte[] shifts;

  /** Reads the fences; the filters themselves are read when they are asked. */
  SegmentFilter(SegmentPages pages, SegmentShape shape) throws DamagedException {
    this.pages = pages;
    this.shape = shape;
    this.groupsPage = shape.groupsPage();
    int groups = shape.groups();
    this.firsts = new long[groups];
    this.lasts = new long[groups];
    this.shifts = new byte[groups];
    byte[] page = new byte[IndexLayout.PAGE_LENGTH];
    int perPage = IndexLayout.perPage(IndexLayout.FENCE_LENGTH);
    for (int group = 0; group < groups; group++) {
      if (group % perPage == 0) {
        pages.copy(shape.fencesPage() + group / perPage, page);
      }
      int at = IndexLayout.PAGE_ROWS + group % perPage * IndexLayout.FENCE_LENGTH;
      firsts[group] = LittleEndian.i64(page, at);
      lasts[group] = LittleEndian.i64(page, at + 8);
      boolean ordered =
          Long.compareUnsigned(firsts[group], lasts[group]) <= 0
              && (group == 0 || Long.compareUnsigned(lasts[group - 1], firsts[group]) <= 0);
      if (!ordered) {
        throw pages.damaged("the fences are out of order");
      }
      shifts[group] =
          (byte) GroupFilter.shift(firsts[group], lasts[group], shape.groupEntries(group));
    }
  }

  /**
   * The first group that may have an entry with that first word, or the one before it; any other
   * that may follows.
   */
  int firstGroup(long word) {
    int low = 0;
    int high = firsts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(firsts[middle], word) < 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Whether a group, if there is one, begins at or below a word. */
  boolean beginsBefore(int group, long word) {
    return group < firsts.length && Long.compareUnsigned(firsts[group], word) <= 0;
  }

  /**
   * Number, in its group, of the first entry that may have that first word.
   *
   * @param from where to look first: 0, or what followed the last one found
   * @return negative if there is none
   */
  int next(int group, long word, int from) throws DamagedException {
    if (Long.compareUnsigned(word, lasts[group]) > 0) {
      return -1;
    }
    int entries = shape.groupEntries(group);
    int buckets = GroupFilter.buckets(entries);
    long first = SegmentShape.filterPage(group, entries) + groupsPage;
    int bucket = GroupFilter.bucket(word, firsts[group], shifts[group]);
    int begin = bucket == 0 ? 0 : number(first, bucket - 1);
    int end = number(first, bucket);
    if (begin > end || end > entries) {
      throw pages.damaged("the filter of group " + group + " is impossible");
    }
    int tag = GroupFilter.tag(word, firsts[group], shifts[group]);
    for (int entry = Math.max(begin, from); entry < end; entry++) {
      int other = number(first, buckets + entry);
      if (other >= tag) {
        return other == tag ? entry : -1;
      }
    }
    return -1;
  }

  private int number(long firstPage, int index) throws DamagedException {
    long page = firstPage + index / PER_PAGE;
    ByteBuffer bytes = pages.page(page);
    int at = IndexLayout.PAGE_ROWS + index % PER_PAGE * IndexLayout.FILTER_LENGTH;
    return bytes.getShort(SegmentPages.start(page) + at) & 0xffff;
  }

  /** Checks the filter of a group, whose entries have these first words. */
  void check(int group, long[] words) throws DamagedException {
    int entries = shape.groupEntries(group);
    char[] expected = new char[GroupFilter.buckets(entries) + entries];
    boolean fences = words[0] == firsts[group] && words[entries - 1] == lasts[group];
    if (fences) {
      GroupFilter.fill(words, entries, expected);
    }
    long page = SegmentShape.filterPage(group, entries) + groupsPage;
    char[] found = new char[expected.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = (char) number(page, i);
    }
    if (!fences || !Arrays.equals(expected, found)) {
      throw pages.damaged("the filter of group " + group + " is not that of its entries");
    }
  }
}
