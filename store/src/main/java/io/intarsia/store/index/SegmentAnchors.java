package io.intarsia.store.index;

import com.dynatrace.hash4j.hashing.HashStream64;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.frame.Xxh3;
import java.nio.ByteBuffer;

/** The anchors of a mapped segment. A page is checked when it is first touched. Thread-safe. */
public final class SegmentAnchors {
  private final String key;
  private final ByteBuffer bytes;
  private final int pagesOffset;
  private final int count;
  private final int pageCount;
  private final int frameCount;
  // a bit lost to a race only means that a page is checked twice
  private final long[] checkedPages;

  SegmentAnchors(String key, ByteBuffer littleEndian, int pagesOffset, int count, int frameCount) {
    this.key = key;
    this.bytes = littleEndian;
    this.pagesOffset = pagesOffset;
    this.count = count;
    this.pageCount = (int) IndexLayout.anchorPages(count);
    this.frameCount = frameCount;
    this.checkedPages = new long[(pageCount + 63) / 64];
  }

  /** Number of anchors. */
  public int count() {
    return count;
  }

  /** Number of the first entry that is not below an anchor, as unsigned; {@link #count} if none. */
  public int find(long anchor) throws DamagedException {
    if (count == 0) {
      return 0;
    }
    // the page that may hold the first: the last one that begins below the anchor
    int low = 0;
    int high = pageCount - 1;
    int guess = (int) (((anchor >>> 32) * pageCount) >>> 32);
    int step = 1;
    while (low < high) {
      guess = Math.clamp(guess, low + 1, high);
      int line = guess;
      if (Long.compareUnsigned(anchor(line * IndexLayout.ANCHORS_PER_PAGE), anchor) < 0) {
        low = line;
        guess = line + step;
      } else {
        high = line - 1;
        guess = line - step;
      }
      // anchors are uniform, so the first guesses are right or nearly so; halving bounds the rest
      if (step < 4) {
        step *= 2;
      } else {
        guess = (low + high + 1) >>> 1;
      }
    }
    return findFrom(low * IndexLayout.ANCHORS_PER_PAGE, anchor);
  }

  private int findFrom(int first, long anchor) throws DamagedException {
    int low = first;
    int high = Math.min(count, first + IndexLayout.ANCHORS_PER_PAGE);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(anchor(middle), anchor) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The anchor of an entry. */
  public long anchor(int entry) throws DamagedException {
    return bytes.getLong(entryAt(entry));
  }

  /** Ordinal of the frame of an entry, below the segment's number of frames. */
  public int frameOrdinal(int entry) throws DamagedException {
    int frame = bytes.getInt(entryAt(entry) + IndexLayout.ANCHOR_FRAME);
    if (frame < 0 || frame >= frameCount) {
      throw IndexSegment.damaged(key, "an anchor names frame " + frame);
    }
    return frame;
  }

  void copy(int entry, byte[] into, int offset) throws DamagedException {
    bytes.get(entryAt(entry), into, offset, IndexLayout.ANCHOR_LENGTH);
  }

  /** Checks every page, and the order; puts the pages' checksums into a stream. */
  void checkAll(HashStream64 checksums) throws DamagedException {
    byte[] checksum = new byte[8];
    for (int page = 0; page < pageCount; page++) {
      checkPageNow(page);
      bytes.get(pageAt(page), checksum);
      checksums.putBytes(checksum, 0, 8);
    }
    for (int entry = 0; entry < count; entry++) {
      frameOrdinal(entry);
      if (entry > 0 && Long.compareUnsigned(anchor(entry - 1), anchor(entry)) > 0) {
        throw IndexSegment.damaged(key, "anchor " + entry + " is out of order");
      }
    }
  }

  private int pageAt(int page) {
    return pagesOffset + page * IndexLayout.PAGE_LENGTH;
  }

  private int entryAt(int entry) throws DamagedException {
    int page = entry / IndexLayout.ANCHORS_PER_PAGE;
    if ((checkedPages[page >>> 6] & (1L << page)) == 0) {
      checkPageNow(page);
      checkedPages[page >>> 6] |= 1L << page;
    }
    int number = entry % IndexLayout.ANCHORS_PER_PAGE;
    return pageAt(page) + IndexLayout.PAGE_ENTRIES + number * IndexLayout.ANCHOR_LENGTH;
  }

  private void checkPageNow(int page) throws DamagedException {
    byte[] copy = new byte[IndexLayout.PAGE_LENGTH];
    bytes.get(pageAt(page), copy);
    int length = copy.length - IndexLayout.PAGE_ENTRIES;
    if (Xxh3.of(copy, IndexLayout.PAGE_ENTRIES, length) != LittleEndian.i64(copy, 0)) {
      throw IndexSegment.damaged(key, "the checksum of anchor page " + page + " is wrong");
    }
  }
}
