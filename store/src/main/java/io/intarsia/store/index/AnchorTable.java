package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.frame.Anchor;
import java.util.Arrays;

/**
 * Anchors with their frames, collected for a segment that is being made: in each number what is
 * kept of the anchor, then the frame. Not thread-safe.
 */
final class AnchorTable {
  private static final int FRAME_BITS = IndexLayout.ANCHOR_SHIFT;
  private static final int FRAMES = 1 << FRAME_BITS;

  private long[] anchors = new long[256];
  private int count;

  void add(long anchor, int frame) {
    if (anchor != Anchor.NONE) {
      put(anchor >>> IndexLayout.ANCHOR_SHIFT, frame);
    }
  }

  private void put(long kept, int frame) {
    if (frame >= FRAMES) {
      throw new IllegalStateException("too many frames without a checkpoint");
    }
    if (count == anchors.length) {
      anchors = Arrays.copyOf(anchors, count * 2);
    }
    anchors[count++] = kept << FRAME_BITS | frame;
  }

  /**
   * What is to be written, in order, each once.
   *
   * @param frameNumbers new numbers of the frames, negative for those left out
   */
  AnchorTable sorted(int[] frameNumbers) {
    AnchorTable chosen = new AnchorTable();
    for (int i = 0; i < count; i++) {
      int frame = frameNumbers[(int) anchors[i] & FRAMES - 1];
      if (frame >= 0) {
        chosen.put(anchors[i] >>> FRAME_BITS, frame);
      }
    }
    chosen.sort();
    return chosen;
  }

  /** As unsigned numbers: anchors are compared so. */
  private void sort() {
    for (int i = 0; i < count; i++) {
      anchors[i] ^= Long.MIN_VALUE;
    }
    Arrays.sort(anchors, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      long anchor = anchors[i] ^ Long.MIN_VALUE;
      if (distinct == 0 || anchors[distinct - 1] != anchor) {
        anchors[distinct++] = anchor;
      }
    }
    count = distinct;
  }

  int size() {
    return count;
  }

  EntryCursor cursor() {
    int[] next = {0};
    return (into, offset) -> {
      if (next[0] == count) {
        return false;
      }
      long anchor = anchors[next[0]++];
      write(anchor >>> FRAME_BITS, (int) anchor & FRAMES - 1, into, offset);
      return true;
    };
  }

  /** Writes a row of a segment. */
  private static void write(long kept, int frame, byte[] into, int offset) {
    LittleEndian.put32(into, offset, (int) kept);
    into[offset + Integer.BYTES] = (byte) (kept >>> Integer.SIZE);
    LittleEndian.put32(into, offset + IndexLayout.ANCHOR_FRAME, frame);
  }

  /** What a row of a segment keeps of its anchor. */
  static long kept(byte[] row, int offset) {
    return LittleEndian.u32(row, offset) | (row[offset + Integer.BYTES] & 0xffL) << Integer.SIZE;
  }
}
