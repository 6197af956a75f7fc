package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.util.Arrays;

/** Writes rows into pages with checksums, then the footer. Not thread-safe. */
final class PageWriter {
  private static final int PAGES_PER_WRITE = 64;

  private final BlobWriter out;
  private final TwinCrc checksums = new TwinCrc();
  private final byte[] buffer = new byte[PAGES_PER_WRITE * IndexLayout.PAGE_LENGTH];
  private int page;
  private int at = IndexLayout.PAGE_ROWS;

  PageWriter(BlobWriter out) {
    this.out = out;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Makes room for a row; returns where in {@link #buffer} it goes. */
  int row(int length) throws IOException {
    if (at + length > page + IndexLayout.PAGE_LENGTH) {
      endSection();
    }
    int row = at;
    at += length;
    return row;
  }

  /** Writes rows from a cursor. */
  void rows(long count, int length, EntryCursor cursor) throws IOException {
    for (long i = 0; i < count; i++) {
      int row = row(length);
      fill(cursor, buffer, row);
    }
  }

  static void fill(EntryCursor cursor, byte[] into, int offset) throws IOException {
    if (!cursor.next(into, offset)) {
      throw new IllegalStateException("fewer entries than were announced");
    }
  }

  /** Ends the page, so that what follows begins on a new one. */
  void endSection() throws IOException {
    if (at == page + IndexLayout.PAGE_ROWS) {
      return;
    }
    Arrays.fill(buffer, at, page + IndexLayout.PAGE_LENGTH, (byte) 0);
    int rows = page + IndexLayout.PAGE_ROWS;
    int length = IndexLayout.PAGE_LENGTH - IndexLayout.PAGE_ROWS;
    LittleEndian.put64(buffer, page, TwinCrc.of(buffer, rows, length));
    checksums.update(buffer, page, IndexLayout.PAGE_ROWS);
    page += IndexLayout.PAGE_LENGTH;
    if (page == buffer.length) {
      flush();
    }
    at = page + IndexLayout.PAGE_ROWS;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, page);
    page = 0;
  }

  /** Writes the footer. */
  void end() throws IOException {
    flush();
    byte[] footer = new byte[IndexLayout.FOOTER_LENGTH];
    LittleEndian.put64(footer, 0, checksums.value());
    Magic.put(footer, 8, IndexLayout.FOOTER_MAGIC);
    out.write(footer, 0, footer.length);
  }
}
