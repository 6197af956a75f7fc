package io.intarsia.store.index;

import io.intarsia.store.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Keeps the number of segments small, so that a look-up asks few. A segment has a level, by the
 * number of its entries: each level is so many times larger than the one below as segments of one
 * level are merged into one. So each entry is merged about once a level, and there are few levels.
 */
public final class Compaction {
  /** A level with so many segments is merged, and each level is so many times larger. */
  static final int FAN = 6;

  /** Segments of fewer entries are on the lowest level. */
  static final int FIRST_LEVEL = 1 << 14;

  /** More are merged in several rounds: each needs a few kilobytes. */
  static final int MAX_MERGED = 64;

  private Compaction() {}

  /** Whether there are too many segments. */
  public static boolean isDue(IndexView view) {
    return !choose(view.segments()).isEmpty();
  }

  /**
   * Merges some segments into one. Under the index lock.
   *
   * @param view read under the index lock
   */
  public static void run(BlobStore blobs, IndexView view, SegmentNames names) throws IOException {
    List<IndexSegment> merged = choose(view.segments());
    if (!merged.isEmpty()) {
      SegmentMerger.merge(blobs, names.next(), merged, Set.of());
      for (IndexSegment segment : merged) {
        blobs.delete(segment.key());
      }
    }
  }

  /**
   * All segments of the lowest level that has too many, with what is below, and of the levels above
   * that would have too many then. Empty if no level has too many.
   */
  static List<IndexSegment> choose(List<IndexSegment> segments) {
    List<IndexSegment> bySize = new ArrayList<>(segments);
    bySize.sort(Comparator.comparingLong(IndexSegment::entryCount));
    List<IndexSegment> chosen = List.of();
    long entries = 0;
    int first = 0;
    while (first < bySize.size() && first < MAX_MERGED) {
      int level = level(bySize.get(first).entryCount());
      int onLevel = chosen.isEmpty() || level(entries) < level ? 0 : 1;
      int end = first;
      while (end < bySize.size() && level(bySize.get(end).entryCount()) == level) {
        entries += bySize.get(end).entryCount();
        end++;
        onLevel++;
      }
      if (onLevel >= FAN) {
        chosen = bySize.subList(0, Math.min(end, MAX_MERGED));
      } else if (!chosen.isEmpty()) {
        break;
      }
      first = end;
    }
    return List.copyOf(chosen);
  }

  static int level(long entries) {
    int level = 0;
    for (long least = FIRST_LEVEL; entries >= least; least *= FAN) {
      level++;
    }
    return level;
  }
}
