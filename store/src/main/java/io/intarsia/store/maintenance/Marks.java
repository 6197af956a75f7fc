package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.chunk.FingerprintSet;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.pack.PackLayout;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bit for each entry of the index: whether a version needs it; and one that says of those that
 * are needed only because frames were compressed after them that this is so. Objects stored since
 * the index was read, while gc works, take 48 to 96 bytes each. One thread.
 */
final class Marks {
  /** An entry of the index. */
  record Entry(int segment, long number) {}

  private final IndexView view;
  private final List<BitSet> bits;
  private final List<BitSet> kept;
  private final FingerprintSet later = new FingerprintSet();
  private int segment;
  private long entry;
  private long count;
  private long keptCount;

  Marks(IndexView view) {
    this.view = view;
    this.bits = view.segments().stream().map(each -> new BitSet((int) each.entryCount())).toList();
    this.kept = view.segments().stream().map(_ -> new BitSet()).toList();
  }

  IndexView view() {
    return view;
  }

  /** Chunks and objects marked. */
  long count() {
    return count;
  }

  /**
   * Marks an object, whose references are to be marked then.
   *
   * @return false if it was marked before
   */
  boolean markObject(Fingerprint object) throws DamagedException {
    return find(object) ? mark() : later.add(object);
  }

  /**
   * Marks a chunk.
   *
   * @return false if this view does not know it: then it came later, and is in packs not judged, or
   *     it is lost
   */
  boolean markChunk(Fingerprint chunk) throws DamagedException {
    if (!find(chunk)) {
      return false;
    }
    if (!mark() && kept.get(segment).get((int) entry)) {
      kept.get(segment).clear((int) entry);
      keptCount--;
    }
    return true;
  }

  /**
   * Marks a chunk that frames were compressed after, in a place where it can be read without
   * others.
   *
   * @return its entry if it is live for no other reason; null if it is, or came later
   */
  @Nullable Entry markBase(Fingerprint base) throws DamagedException {
    if (!find(base, true)) {
      return null;
    }
    if (mark()) {
      kept.get(segment).set((int) entry);
      keptCount++;
    }
    return kept.get(segment).get((int) entry) ? new Entry(segment, entry) : null;
  }

  /** Stored bytes that an entry takes, by the mean of its frame. */
  double storedLength(Entry of) throws DamagedException {
    return IndexView.place(view.segments().get(of.segment), of.number).storedLength();
  }

  /** Takes the mark from a chunk, if it is live only because frames were compressed after it. */
  void release(Entry base) {
    if (kept.get(base.segment).get((int) base.number) && isMarked(base.segment, base.number)) {
      bits.get(base.segment).clear((int) base.number);
      count--;
      keptCount--;
    }
  }

  /** Whether a chunk was live only because of frames, and is to go. */
  boolean isReleased(Fingerprint base) throws DamagedException {
    return find(base, true) && kept.get(segment).get((int) entry) && !isMarked(segment, entry);
  }

  /** Whether a version needs a chunk where it can be read without others. */
  boolean isLiveAlone(Fingerprint chunk) throws DamagedException {
    return find(chunk, true) && isMarked(segment, entry) && !kept.get(segment).get((int) entry);
  }

  /** Chunks that are live only because frames were compressed after them. */
  long keptCount() {
    return keptCount;
  }

  private boolean mark() {
    BitSet marked = bits.get(segment);
    if (marked.get((int) entry)) {
      return false;
    }
    marked.set((int) entry);
    count++;
    return true;
  }

  /**
   * Finds one of the places of a chunk or object, always the same: one in a live pack if there is
   * one.
   */
  private boolean find(Fingerprint fingerprint) throws DamagedException {
    return find(fingerprint, false);
  }

  /**
   * The same.
   *
   * @param alone only places where it can be read without other chunks
   */
  private boolean find(Fingerprint fingerprint, boolean alone) throws DamagedException {
    int best = Integer.MAX_VALUE;
    for (int i = 0; i < bits.size() && best != 0; i++) {
      IndexSegment asked = view.segments().get(i);
      for (long at = asked.find(fingerprint); at >= 0; at = asked.nextSame(at)) {
        byte state = view.state(i, asked.packOrdinal(at));
        if (state < best
            && !(alone && asked.frame(asked.frameOrdinal(at)).codec() == PackLayout.PREFIXED)) {
          segment = i;
          entry = at;
          best = state;
        }
      }
    }
    return best != Integer.MAX_VALUE;
  }

  /** Whether the place marked for a chunk or object is in that pack. */
  boolean isMarked(Fingerprint fingerprint, PackId pack) throws DamagedException {
    for (int i = 0; i < bits.size(); i++) {
      IndexSegment asked = view.segments().get(i);
      for (long at = asked.find(fingerprint); at >= 0; at = asked.nextSame(at)) {
        if (isMarked(i, at) && asked.packs().get(asked.packOrdinal(at)).id().equals(pack)) {
          return true;
        }
      }
    }
    return false;
  }

  boolean isMarked(int inSegment, long number) {
    return bits.get(inSegment).get((int) number);
  }
}
