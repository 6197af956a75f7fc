package io.intarsia.store.index;

import io.intarsia.store.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Keeps the number of segments small, so that a look-up asks few. */
public final class Compaction {
  /** More segments than this are merged. */
  static final int MAX_SEGMENTS = 12;

  /** Segments that stay after a merge, at most, where sizes allow. */
  static final int KEPT_SEGMENTS = 6;

  /** A merged segment is shorter than this many bytes. */
  static final long MAX_LENGTH = 2000L << 20;

  private Compaction() {}

  /** Whether there are too many segments. */
  public static boolean isDue(IndexView view) {
    return view.segments().size() > MAX_SEGMENTS;
  }

  /**
   * Merges the smaller segments into one. Under the index lock.
   *
   * @param view read under the index lock
   */
  public static void run(BlobStore blobs, IndexView view, SegmentNames names) throws IOException {
    List<IndexSegment> merged = choose(view.segments());
    if (merged.size() > 1) {
      SegmentMerger.merge(blobs, names.next(), merged, Set.of());
      for (IndexSegment segment : merged) {
        blobs.delete(segment.key());
      }
    }
  }

  /** The smallest, so many that few stay, and on while the next is not larger than all before. */
  static List<IndexSegment> choose(List<IndexSegment> segments) {
    List<IndexSegment> bySize = new ArrayList<>(segments);
    bySize.sort(Comparator.comparingLong(IndexSegment::length));
    List<IndexSegment> chosen = new ArrayList<>();
    long length = 0;
    for (IndexSegment segment : bySize) {
      boolean needed = segments.size() - chosen.size() > KEPT_SEGMENTS - 1;
      if (length + segment.length() > MAX_LENGTH || (!needed && segment.length() > length)) {
        break;
      }
      chosen.add(segment);
      length += segment.length();
    }
    return chosen;
  }
}
