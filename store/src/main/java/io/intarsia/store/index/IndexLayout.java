package io.intarsia.store.index;

/** Offsets, lengths and limits of docs/formats/index.md. */
public final class IndexLayout {
  public static final int VERSION = 2;
  public static final int PAGE_LENGTH = 4096;
  public static final int ENTRY_LENGTH = 44;
  public static final int ENTRIES_PER_PAGE = 92;
  public static final int ANCHOR_LENGTH = 12;
  public static final int ANCHORS_PER_PAGE = 340;
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
  static final int HEADER_ANCHORS = 12;
  static final int HEADER_ENTRIES = 16;
  static final int HEADER_PACKS = 24;
  static final int HEADER_FRAMES = 28;
  static final int HEADER_FRAMES_OFFSET = 32;
  static final int HEADER_PAGES_OFFSET = 40;
  static final int HEADER_TABLES_CHECKSUM = 48;
  static final int HEADER_CHECKSUM = 56;

  /** A page begins with its checksum. */
  static final int PAGE_ENTRIES = 8;

  static final int ENTRY_FRAME = 32;
  static final int ENTRY_OFFSET = 36;
  static final int ENTRY_PLAIN_LENGTH = 40;

  static final int ANCHOR_FRAME = 8;

  private IndexLayout() {}

  /** Pages for so many entries. */
  static long pages(long entries) {
    return (entries + ENTRIES_PER_PAGE - 1) / ENTRIES_PER_PAGE;
  }

  /** Pages for so many anchors. */
  static long anchorPages(long anchors) {
    return (anchors + ANCHORS_PER_PAGE - 1) / ANCHORS_PER_PAGE;
  }

  /** First multiple of the page length that is not below {@code offset}. */
  static long alignToPage(long offset) {
    return (offset + PAGE_LENGTH - 1) / PAGE_LENGTH * PAGE_LENGTH;
  }
}
