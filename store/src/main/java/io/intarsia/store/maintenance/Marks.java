package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import java.util.BitSet;
import java.util.List;

/** One bit for each entry of the index: whether a version needs it. */
final class Marks {
  private final IndexView view;
  private final List<BitSet> bits;
  private long count;

  Marks(IndexView view) {
    this.view = view;
    this.bits = view.segments().stream().map(segment -> new BitSet()).toList();
  }

  IndexView view() {
    return view;
  }

  /** Chunks and objects marked. */
  long count() {
    return count;
  }

  /**
   * Marks one of the places of a chunk or object, always the same: one in a live pack if there is
   * one. What is nowhere in this view came later, and is in packs that are not judged.
   */
  void mark(Fingerprint fingerprint) throws DamagedException {
    int bestSegment = -1;
    long bestEntry = -1;
    int bestState = Integer.MAX_VALUE;
    for (int i = 0; i < bits.size() && bestState != 0; i++) {
      IndexSegment segment = view.segments().get(i);
      for (long entry = segment.find(fingerprint); entry >= 0; entry = segment.nextSame(entry)) {
        byte state = view.state(i, segment.packOrdinal(entry));
        if (state < bestState) {
          bestSegment = i;
          bestEntry = entry;
          bestState = state;
        }
      }
    }
    if (bestSegment >= 0 && !isMarked(bestSegment, bestEntry)) {
      bits.get(bestSegment).set((int) bestEntry);
      count++;
    }
  }

  /** Whether the place marked for a chunk or object is in that pack. */
  boolean isMarked(Fingerprint fingerprint, PackId pack) throws DamagedException {
    for (int i = 0; i < bits.size(); i++) {
      IndexSegment segment = view.segments().get(i);
      for (long entry = segment.find(fingerprint); entry >= 0; entry = segment.nextSame(entry)) {
        if (isMarked(i, entry)
            && segment.packs().get(segment.packOrdinal(entry)).id().equals(pack)) {
          return true;
        }
      }
    }
    return false;
  }

  boolean isMarked(int segment, long entry) {
    return bits.get(segment).get((int) entry);
  }
}
