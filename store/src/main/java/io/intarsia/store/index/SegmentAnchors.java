package io.intarsia.store.index;

import io.intarsia.store.error.DamagedException;

/**
 * The anchors of a mapped segment, of which it has the upper 40 bits: equal here means worth a
 * look. Thread-safe.
 */
public final class SegmentAnchors {
  private static final int PER_PAGE = IndexLayout.perPage(IndexLayout.ANCHOR_LENGTH);

  private final SegmentPages pages;
  private final long firstPage;
  private final long count;
  private final int frameCount;

  SegmentAnchors(SegmentPages pages, SegmentShape shape) {
    this.pages = pages;
    this.firstPage = shape.anchorsPage();
    this.count = shape.anchors();
    this.frameCount = shape.frames();
  }

  /** Number of anchors. */
  public long count() {
    return count;
  }

  /** Number of the first entry that an anchor is not above, as far as it is kept. */
  public long find(long anchor) throws DamagedException {
    if (count == 0) {
      return 0;
    }
    long kept = anchor >>> IndexLayout.ANCHOR_SHIFT;
    // the page that may hold the first: the last one that begins below the anchor
    long low = 0;
    long high = IndexLayout.pages(count, IndexLayout.ANCHOR_LENGTH) - 1;
    long guess = ((anchor >>> 32) * (high + 1)) >>> 32;
    long step = 1;
    while (low < high) {
      guess = Math.clamp(guess, low + 1, high);
      long line = guess;
      if (kept(line * PER_PAGE) < kept) {
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
    return findFrom(low * PER_PAGE, kept);
  }

  private long findFrom(long first, long kept) throws DamagedException {
    long low = first;
    long high = Math.min(count, first + PER_PAGE);
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (kept(middle) < kept) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether an entry, if there is one of that number, may be of an anchor. */
  public boolean mayBe(long entry, long anchor) throws DamagedException {
    return entry < count && kept(entry) == anchor >>> IndexLayout.ANCHOR_SHIFT;
  }

  /** Ordinal of the frame of an entry, below the segment's number of frames. */
  public int frameOrdinal(long entry) throws DamagedException {
    long page = firstPage + entry / PER_PAGE;
    int frame = pages.page(page).getInt(at(page, entry) + IndexLayout.ANCHOR_FRAME);
    if (frame < 0 || frame >= frameCount) {
      throw pages.damaged("an anchor names frame " + frame);
    }
    return frame;
  }

  /** The rows of the anchors, in order. */
  RowReader rows() {
    return new RowReader(pages, count, IndexLayout.ANCHOR_LENGTH, page -> firstPage + page);
  }

  /** The upper 40 bits of the anchor of an entry. */
  public long kept(long entry) throws DamagedException {
    long page = firstPage + entry / PER_PAGE;
    int at = at(page, entry);
    return Integer.toUnsignedLong(pages.page(page).getInt(at))
        | (pages.page(page).get(at + Integer.BYTES) & 0xffL) << 32;
  }

  private static int at(long page, long entry) {
    return SegmentPages.start(page)
        + IndexLayout.PAGE_ROWS
        + (int) (entry % PER_PAGE) * IndexLayout.ANCHOR_LENGTH;
  }

  /** Checks the order. */
  void checkAll() throws DamagedException {
    for (long entry = 0; entry < count; entry++) {
      frameOrdinal(entry);
      if (entry > 0 && kept(entry - 1) > kept(entry)) {
        throw pages.damaged("anchor " + entry + " is out of order");
      }
    }
  }
}
