package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;

/** The first page and the footer of a segment. */
final class SegmentHeader {
  private SegmentHeader() {}

  /** The page of the header. */
  static byte[] encode(SegmentShape shape) {
    byte[] page = new byte[IndexLayout.PAGE_LENGTH];
    Magic.put(page, IndexLayout.HEADER_MAGIC, IndexLayout.VERSION);
    LittleEndian.put16(page, IndexLayout.HEADER_PAGE_KIB, IndexLayout.PAGE_LENGTH >> 10);
    LittleEndian.put32(page, IndexLayout.HEADER_PACKS, shape.packs());
    LittleEndian.put64(page, IndexLayout.HEADER_ENTRIES, shape.entries());
    LittleEndian.put64(page, IndexLayout.HEADER_ANCHORS, shape.anchors());
    LittleEndian.put32(page, IndexLayout.HEADER_FRAMES, shape.frames());
    LittleEndian.put64(
        page, IndexLayout.HEADER_CHECKSUM, TwinCrc.of(page, 0, IndexLayout.HEADER_CHECKSUM));
    return page;
  }

  /**
   * Reads and checks the header and the end of a segment.
   *
   * @throws StoreException if it is damaged, too old or too new
   */
  static SegmentShape read(SegmentPages pages) throws StoreException {
    if (pages.length() < IndexLayout.HEADER_LENGTH + IndexLayout.FOOTER_LENGTH) {
      throw pages.damaged("it has only " + pages.length() + " bytes");
    }
    byte[] header = new byte[IndexLayout.HEADER_LENGTH];
    pages.raw(0, header);
    byte[] footer = footer(pages);
    try {
      Magic.check(
          pages.key(),
          header,
          IndexLayout.HEADER_MAGIC,
          IndexLayout.VERSION,
          IndexLayout.HEADER_CHECKSUM);
      Magic.check(pages.key(), footer, 8, IndexLayout.FOOTER_MAGIC);
    } catch (DamagedException e) {
      throw pages.damaged(e.what());
    }
    return shape(pages, header);
  }

  private static SegmentShape shape(SegmentPages pages, byte[] header) throws DamagedException {
    long packs = LittleEndian.u32(header, IndexLayout.HEADER_PACKS);
    long frames = LittleEndian.u32(header, IndexLayout.HEADER_FRAMES);
    long entries = LittleEndian.i64(header, IndexLayout.HEADER_ENTRIES);
    long anchors = LittleEndian.i64(header, IndexLayout.HEADER_ANCHORS);
    boolean possible =
        LittleEndian.u16(header, IndexLayout.HEADER_PAGE_KIB) == IndexLayout.PAGE_LENGTH >> 10
            && packs < pages.length()
            && frames < Math.min(pages.length(), Integer.MAX_VALUE)
            && entries >= 0
            && entries < pages.length()
            && anchors >= 0
            && anchors < pages.length();
    if (possible) {
      SegmentShape shape = new SegmentShape((int) packs, (int) frames, entries, anchors);
      if (packs <= Integer.MAX_VALUE && shape.length() == pages.length()) {
        return shape;
      }
    }
    throw pages.damaged("its length is not that of its header");
  }

  static byte[] footer(SegmentPages pages) throws DamagedException {
    byte[] footer = new byte[IndexLayout.FOOTER_LENGTH];
    pages.raw(pages.length() - footer.length, footer);
    return footer;
  }
}
