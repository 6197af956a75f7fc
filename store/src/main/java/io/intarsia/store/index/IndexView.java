package io.intarsia.store.index;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The index as it was at one moment: segments, and which packs are not live. Immutable,
 * thread-safe. What is found in a damaged page elsewhere too is found; only what is found nowhere
 * else ends in the damage's exception.
 */
public final class IndexView {
  private static final int MAX_SAME_ANCHORS = 16;

  private final List<IndexSegment> segments;
  private final Condemned condemned;
  private final LookupCounts counts;
  private final byte[][] states;

  /**
   * @param segments in the order in which they are asked
   */
  IndexView(List<IndexSegment> segments, Condemned condemned, LookupCounts counts) {
    this.segments = List.copyOf(segments);
    this.condemned = condemned;
    this.counts = counts;
    this.states = new byte[segments.size()][];
    for (int i = 0; i < states.length; i++) {
      List<SegmentPack> packs = segments.get(i).packs();
      states[i] = new byte[packs.size()];
      for (int pack = 0; pack < states[i].length; pack++) {
        states[i][pack] = condemned.state(packs.get(pack).id());
      }
    }
  }

  public List<IndexSegment> segments() {
    return segments;
  }

  /** The same segments, with other packs condemned. */
  public IndexView with(Condemned other) {
    return new IndexView(segments, other, counts);
  }

  public Condemned condemned() {
    return condemned;
  }

  /** State of a pack of a segment: 0 or one of {@link Condemned}. */
  public byte state(int segment, int packOrdinal) {
    return states[segment][packOrdinal];
  }

  /**
   * Where a chunk or object lies: in a live pack, else in a retired one, of which some frames may
   * miss what they build on, else in a condemned one.
   */
  public @Nullable Place locate(Fingerprint fingerprint) throws DamagedException {
    counts.lookedUp();
    Place best = null;
    int bestState = Integer.MAX_VALUE;
    DamagedException damage = null;
    for (int i = 0; i < states.length && bestState != 0; i++) {
      IndexSegment segment = segments.get(i);
      try {
        for (long entry = segment.find(fingerprint); entry >= 0; entry = segment.nextSame(entry)) {
          int state = states[i][segment.packOrdinal(entry)];
          if (state < bestState) {
            best = place(segment, entry);
            bestState = state;
          }
        }
      } catch (DamagedException e) {
        damage = e;
      }
    }
    if (best == null && damage != null) {
      throw damage;
    }
    return best;
  }

  /** All places of a chunk or object that undamaged pages name, as {@link #locate} prefers them. */
  public List<Place> places(Fingerprint fingerprint) {
    counts.lookedUp();
    List<List<Place>> byState = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < states.length; i++) {
      IndexSegment segment = segments.get(i);
      try {
        for (long entry = segment.find(fingerprint); entry >= 0; entry = segment.nextSame(entry)) {
          byState.get(states[i][segment.packOrdinal(entry)]).add(place(segment, entry));
        }
      } catch (DamagedException e) {
        // a page that cannot be read offers no places
      }
    }
    byState.get(0).addAll(byState.get(1));
    byState.get(0).addAll(byState.get(2));
    return byState.get(0);
  }

  /** The pack in which an inserter finds a chunk or object: a live one; null if there is none. */
  public @Nullable PackId livePack(Fingerprint fingerprint) throws DamagedException {
    counts.lookedUp();
    DamagedException damage = null;
    for (int i = 0; i < states.length; i++) {
      IndexSegment segment = segments.get(i);
      try {
        for (long entry = segment.find(fingerprint); entry >= 0; entry = segment.nextSame(entry)) {
          int pack = segment.packOrdinal(entry);
          if (states[i][pack] == 0) {
            return segment.packs().get(pack).id();
          }
        }
      } catch (DamagedException e) {
        damage = e;
      }
    }
    if (damage != null) {
      throw damage;
    }
    return null;
  }

  /**
   * Where a chunk lies in a frame that needs no other chunks, in a live pack, else in a retired
   * one, never in a condemned one; null if there is no such place in pages that are intact.
   */
  public @Nullable Place locateBase(Fingerprint fingerprint) {
    for (Place place : places(fingerprint)) {
      byte state = condemned.state(place.frame().pack());
      if (place.frame().codec() != PackLayout.PREFIXED && state != Condemned.CONDEMNED) {
        return place;
      }
    }
    return null;
  }

  /** Whether there is any anchor to be found. */
  public boolean hasAnchors() {
    for (IndexSegment segment : segments) {
      if (segment.anchors().count() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * A frame in a live pack with a chunk of that anchor; null if there is none among the first few
   * of the anchor, or none in pages that are intact.
   */
  public @Nullable FrameId anchored(long anchor) {
    for (int i = 0; i < states.length; i++) {
      SegmentAnchors anchors = segments.get(i).anchors();
      try {
        long first = anchors.find(anchor);
        long end = first + MAX_SAME_ANCHORS;
        for (long entry = first; entry < end && anchors.mayBe(entry, anchor); entry++) {
          int frame = anchors.frameOrdinal(entry);
          if (states[i][segments.get(i).packOfFrame(frame)] == 0) {
            return segments.get(i).frame(frame);
          }
        }
      } catch (DamagedException e) {
        // a hint that cannot be read is none
      }
    }
    return null;
  }

  /** The place of an entry of a segment. */
  public static Place place(IndexSegment segment, long entry) throws DamagedException {
    int frame = segment.frameOrdinal(entry);
    int offset = segment.offset(entry);
    int length = segment.length(entry);
    if (offset < 0 || length < 0 || offset > segment.plainLength(frame) - length) {
      throw new DamagedException(segment.key(), "an entry lies outside of its frame");
    }
    return new Place(segment.frame(frame), offset, length);
  }
}
