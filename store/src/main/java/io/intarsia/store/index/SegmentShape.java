package io.intarsia.store.index;

/**
 * How many rows the sections of a segment have, and so at which pages they begin.
 *
 * @param packs rows of packs
 * @param frames rows of frames
 * @param entries rows of entries
 * @param anchors rows of anchors
 */
record SegmentShape(int packs, int frames, long entries, long anchors) {
  /** The page of the header is the first. */
  static final long PACKS_PAGE = 1;

  long framesPage() {
    return PACKS_PAGE + IndexLayout.pages(packs, IndexLayout.PACK_LENGTH);
  }

  /** The first page of the groups, which are as long as each other, but for the last. */
  long groupsPage() {
    return framesPage() + IndexLayout.pages(frames, IndexLayout.FRAME_LENGTH);
  }

  int groups() {
    return (int) ((entries + IndexLayout.ENTRIES_PER_GROUP - 1) / IndexLayout.ENTRIES_PER_GROUP);
  }

  /** Entries of a group. */
  int groupEntries(int group) {
    long before = (long) group * IndexLayout.ENTRIES_PER_GROUP;
    return (int) Math.min(IndexLayout.ENTRIES_PER_GROUP, entries - before);
  }

  /** First page of the filter of a group, relative to {@link #groupsPage}. */
  static long filterPage(int group, int groupEntries) {
    return group * GroupFilter.PAGES_OF_FULL_GROUP
        + IndexLayout.pages(groupEntries, IndexLayout.ENTRY_LENGTH);
  }

  /** The page of an entry, relative to {@link #groupsPage}. */
  static long entryPage(long entry) {
    long group = entry / IndexLayout.ENTRIES_PER_GROUP;
    long inGroup = entry % IndexLayout.ENTRIES_PER_GROUP;
    return group * GroupFilter.PAGES_OF_FULL_GROUP + inGroup / IndexLayout.ENTRIES_PER_PAGE;
  }

  long fencesPage() {
    int groups = groups();
    if (groups == 0) {
      return groupsPage();
    }
    int last = groupEntries(groups - 1);
    return groupsPage() + filterPage(groups - 1, last) + GroupFilter.pages(last);
  }

  long anchorsPage() {
    return fencesPage() + IndexLayout.pages(groups(), IndexLayout.FENCE_LENGTH);
  }

  /** All pages. */
  long pages() {
    return anchorsPage() + IndexLayout.pages(anchors, IndexLayout.ANCHOR_LENGTH);
  }

  /** Bytes of the segment. */
  long length() {
    return pages() * IndexLayout.PAGE_LENGTH + IndexLayout.FOOTER_LENGTH;
  }
}
