package io.intarsia.store.index;

/** Offsets, lengths and limits of docs/formats/index.md. */
public final class IndexLayout {
  public static final int VERSION = 3;
  public static final int PAGE_LENGTH = 4096;
  public static final int ENTRY_LENGTH = 44;
  public static final int ENTRIES_PER_PAGE = 92;
  public static final int ANCHOR_LENGTH = 9;
  public static final int HEADER_LENGTH = 64;
  public static final int FOOTER_LENGTH = 16;
  public static final int PACK_LENGTH = 21;
  public static final int FRAME_LENGTH = 32;

  /** Prefix of the keys of all segments. */
  public static final String PREFIX = "index/";

  public static final String SUFFIX = ".idx";

  static final String HEADER_MAGIC = "INTINDX\n";
  static final String FOOTER_MAGIC = "INTIEND\n";
  static final int HEADER_PAGE_KIB = 10;
  static final int HEADER_PACKS = 12;
  static final int HEADER_ENTRIES = 16;
  static final int HEADER_ANCHORS = 24;
  static final int HEADER_FRAMES = 32;
  static final int HEADER_CHECKSUM = 56;

  /** A page begins with its checksum. */
  static final int PAGE_ROWS = 8;

  static final int FRAME_OFFSET = 4;
  static final int FRAME_STORED = 12;
  static final int FRAME_PLAIN = 16;
  static final int FRAME_CODEC = 20;
  static final int FRAME_CHECKSUM = 24;

  static final int ENTRY_FRAME = 32;
  static final int ENTRY_OFFSET = 36;
  static final int ENTRY_PLAIN_LENGTH = 40;

  static final int ANCHOR_FRAME = 5;

  /** Low bits of an anchor that the index leaves out. */
  static final int ANCHOR_SHIFT = 24;

  /** Pages of entries that one filter is for. */
  static final int PAGES_PER_GROUP = 710;

  static final int ENTRIES_PER_GROUP = PAGES_PER_GROUP * ENTRIES_PER_PAGE;

  /** Entries for each bucket that a filter may have. */
  static final int ENTRIES_PER_BUCKET = 8;

  /** Bytes of a number in a filter. */
  static final int FILTER_LENGTH = 2;

  static final int FENCE_LENGTH = 16;

  private IndexLayout() {}

  /** Rows of a length on a page. */
  static int perPage(int rowLength) {
    return (PAGE_LENGTH - PAGE_ROWS) / rowLength;
  }

  /** Pages for so many rows of a length. */
  static long pages(long rows, int rowLength) {
    int perPage = perPage(rowLength);
    return (rows + perPage - 1) / perPage;
  }
}
