package io.intarsia.store.index;

import io.intarsia.store.error.DamagedException;
import java.util.function.LongUnaryOperator;

/**
 * Reads the rows of a section one after the other, each page copied and checked once. Not
 * thread-safe.
 */
final class RowReader {
  private final SegmentPages pages;
  private final long count;
  private final int length;
  private final int perPage;
  private final LongUnaryOperator pageNumbers;
  private final byte[] page = new byte[IndexLayout.PAGE_LENGTH];
  private long next;
  private int row = -1;

  /**
   * @param count rows of the section
   * @param length of a row in bytes
   * @param pageNumbers the number in the file of each page of the section
   */
  RowReader(SegmentPages pages, long count, int length, LongUnaryOperator pageNumbers) {
    this.pages = pages;
    this.count = count;
    this.length = length;
    this.perPage = IndexLayout.perPage(length);
    this.pageNumbers = pageNumbers;
  }

  long count() {
    return count;
  }

  /** Moves to the next row; false if there is none. */
  boolean next() throws DamagedException {
    if (next == count) {
      return false;
    }
    row++;
    if (row == perPage || next == 0) {
      row = 0;
      pages.copy(pageNumbers.applyAsLong(next / perPage), page);
    }
    next++;
    return true;
  }

  /** The page of the row. */
  byte[] page() {
    return page;
  }

  /** Where the row begins in {@link #page}. */
  int at() {
    return IndexLayout.PAGE_ROWS + row * length;
  }
}
