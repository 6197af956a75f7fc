package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.DamagedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Merges segments into one, without the packs named, in one pass over each. Under the index lock.
 * Memory: 4 bytes for each frame of a segment of which packs are left out.
 */
public final class SegmentMerger {
  private static final int DROPPED = -1;

  private final List<SegmentPack> packs = new ArrayList<>();
  private final List<IndexSegment> segments = new ArrayList<>();
  private final List<FrameNumbers> frames = new ArrayList<>();
  private int frameCount;

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
    return merger.packs.isEmpty()
        ? 0
        : SegmentWriter.write(
            blobs,
            key,
            merger.packs,
            new SegmentWriter.Rows(merger.frameCount, merger.frameRows()),
            merger.entries(),
            merger.anchors());
  }

  private void add(IndexSegment segment, Set<PackId> taken) throws DamagedException {
    int[] packNumbers = new int[segment.packs().size()];
    for (int i = 0; i < packNumbers.length; i++) {
      SegmentPack pack = segment.packs().get(i);
      packNumbers[i] = DROPPED;
      if (taken.add(pack.id())) {
        packNumbers[i] = packs.size();
        packs.add(pack);
      }
    }
    FrameNumbers numbers = new FrameNumbers(segment, packNumbers, frameCount);
    frameCount = Math.addExact(frameCount, numbers.count());
    segments.add(segment);
    frames.add(numbers);
  }

  private EntryCursor frameRows() {
    List<EntryCursor> left = new ArrayList<>();
    frames.forEach(numbers -> left.add(numbers.rows()));
    return (into, offset) -> {
      while (!left.isEmpty()) {
        if (left.getFirst().next(into, offset)) {
          return true;
        }
        left.removeFirst();
      }
      return false;
    };
  }

  private SegmentWriter.Rows entries() throws DamagedException {
    RowMerge merge = new RowMerge();
    long count = 0;
    for (int i = 0; i < segments.size(); i++) {
      IndexSegment segment = segments.get(i);
      count += frames.get(i).countKept(segment.entryRows(), IndexLayout.ENTRY_FRAME);
      merge.add(
          new RowMerge.Source(
              segment.entryRows(),
              frames.get(i),
              IndexLayout.ENTRY_LENGTH,
              IndexLayout.ENTRY_FRAME,
              (page, at) -> Long.reverseBytes(LittleEndian.i64(page, at))));
    }
    return new SegmentWriter.Rows(count, merge);
  }

  private SegmentWriter.Rows anchors() throws DamagedException {
    RowMerge merge = new RowMerge();
    long count = 0;
    for (int i = 0; i < segments.size(); i++) {
      SegmentAnchors anchors = segments.get(i).anchors();
      count += frames.get(i).countKept(anchors.rows(), IndexLayout.ANCHOR_FRAME);
      merge.add(
          new RowMerge.Source(
              anchors.rows(),
              frames.get(i),
              IndexLayout.ANCHOR_LENGTH,
              IndexLayout.ANCHOR_FRAME,
              AnchorTable::kept));
    }
    return new SegmentWriter.Rows(count, merge);
  }
}
