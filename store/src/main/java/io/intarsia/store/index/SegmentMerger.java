package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merges segments into one, without the packs named. Under the index lock. */
public final class SegmentMerger {
  private static final int DROPPED = -1;

  private final List<SegmentPack> packs = new ArrayList<>();
  private final FrameTable frames = new FrameTable();
  private final List<Source> sources = new ArrayList<>();

  private SegmentMerger() {}

  /**
   * Writes one segment that covers what the given ones cover, less some packs. A pack that several
   * cover is taken from the first.
   *
   * @return its length in bytes; 0 if nothing was left to write
   */
  public static long merge(
      BlobStore blobs, String key, List<IndexSegment> segments, Set<PackId> without)
      throws IOException {
    SegmentMerger merger = new SegmentMerger();
    Set<PackId> taken = new HashSet<>(without);
    for (IndexSegment segment : segments) {
      merger.add(segment, taken);
    }
    if (merger.packs.isEmpty()) {
      return 0;
    }
    long count = 0;
    long anchorCount = 0;
    for (Source source : merger.sources) {
      count += source.count();
      source.advance();
      anchorCount += source.anchors.count();
      source.anchors.advance();
    }
    return SegmentWriter.write(
        blobs,
        key,
        merger.packs,
        merger.frames,
        new SegmentWriter.Entries(count, merger::writeSmallest),
        new SegmentWriter.Entries(anchorCount, merger::writeSmallestAnchor));
  }

  private void add(IndexSegment segment, Set<PackId> taken) {
    int[] packNumbers = new int[segment.packs().size()];
    for (int i = 0; i < packNumbers.length; i++) {
      SegmentPack pack = segment.packs().get(i);
      packNumbers[i] = DROPPED;
      if (taken.add(pack.id())) {
        packNumbers[i] = packs.size();
        packs.add(pack);
      }
    }
    int[] frameNumbers = new int[segment.frameCount()];
    for (int i = 0; i < frameNumbers.length; i++) {
      int pack = packNumbers[segment.packOfFrame(i)];
      frameNumbers[i] = pack == DROPPED ? DROPPED : segment.copyFrame(i, frames, pack);
    }
    sources.add(new Source(segment, frameNumbers));
  }

  private boolean writeSmallest(byte[] into, int offset) throws DamagedException {
    Source smallest = null;
    Fingerprint least = null;
    for (Source source : sources) {
      Fingerprint next = source.next;
      if (next != null && (least == null || next.compareTo(least) < 0)) {
        smallest = source;
        least = next;
      }
    }
    if (smallest == null) {
      return false;
    }
    smallest.copy(into, offset);
    smallest.advance();
    return true;
  }

  private boolean writeSmallestAnchor(byte[] into, int offset) throws DamagedException {
    AnchorSource smallest = null;
    for (Source source : sources) {
      AnchorSource next = source.anchors;
      if (next.hasNext()
          && (smallest == null || Long.compareUnsigned(next.anchor(), smallest.anchor()) < 0)) {
        smallest = next;
      }
    }
    if (smallest == null) {
      return false;
    }
    smallest.copy(into, offset);
    smallest.advance();
    return true;
  }

  private static final class AnchorSource {
    private final SegmentAnchors anchors;
    private final int[] frameNumbers;
    private int entry = -1;

    AnchorSource(SegmentAnchors anchors, int[] frameNumbers) {
      this.anchors = anchors;
      this.frameNumbers = frameNumbers;
    }

    long count() throws DamagedException {
      long count = 0;
      for (int i = 0; i < anchors.count(); i++) {
        count += frameNumbers[anchors.frameOrdinal(i)] == DROPPED ? 0 : 1;
      }
      return count;
    }

    boolean hasNext() {
      return entry < anchors.count();
    }

    long anchor() throws DamagedException {
      return anchors.anchor(entry);
    }

    void advance() throws DamagedException {
      do {
        entry++;
      } while (hasNext() && frameNumbers[anchors.frameOrdinal(entry)] == DROPPED);
    }

    void copy(byte[] into, int offset) throws DamagedException {
      anchors.copy(entry, into, offset);
      int frame = frameNumbers[anchors.frameOrdinal(entry)];
      LittleEndian.put32(into, offset + IndexLayout.ANCHOR_FRAME, frame);
    }
  }

  private static final class Source {
    private final AnchorSource anchors;
    private final IndexSegment segment;
    private final int[] frameNumbers;
    private long entry = -1;
    private @Nullable Fingerprint next;

    Source(IndexSegment segment, int[] frameNumbers) {
      this.segment = segment;
      this.frameNumbers = frameNumbers;
      this.anchors = new AnchorSource(segment.anchors(), frameNumbers);
    }

    long count() throws DamagedException {
      long count = 0;
      for (long i = 0; i < segment.entryCount(); i++) {
        if (frameNumbers[segment.frameOrdinal(i)] != DROPPED) {
          count++;
        }
      }
      return count;
    }

    void advance() throws DamagedException {
      next = null;
      while (next == null && ++entry < segment.entryCount()) {
        if (frameNumbers[segment.frameOrdinal(entry)] != DROPPED) {
          next = segment.fingerprint(entry);
        }
      }
    }

    void copy(byte[] into, int offset) throws DamagedException {
      segment.copyEntry(entry, into, offset);
      int frame = frameNumbers[segment.frameOrdinal(entry)];
      LittleEndian.put32(into, offset + IndexLayout.ENTRY_FRAME, frame);
    }
  }
}
