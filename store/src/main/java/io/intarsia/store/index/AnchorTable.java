package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.frame.Anchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Anchors with their frames, collected for a segment that is being made. Not thread-safe. */
final class AnchorTable {
  private record Entry(long anchor, int frame) {}

  private static final Comparator<Entry> ORDER =
      (a, b) -> {
        int byAnchor = Long.compareUnsigned(a.anchor, b.anchor);
        return byAnchor != 0 ? byAnchor : Integer.compare(a.frame, b.frame);
      };

  private final List<Entry> entries = new ArrayList<>();

  void add(long anchor, int frame) {
    if (anchor != Anchor.NONE) {
      entries.add(new Entry(anchor, frame));
    }
  }

  /**
   * What is to be written, in order, each once.
   *
   * @param frameNumbers new numbers of the frames, negative for those left out
   */
  AnchorTable sorted(int[] frameNumbers) {
    AnchorTable kept = new AnchorTable();
    for (Entry entry : entries) {
      if (frameNumbers[entry.frame] >= 0) {
        kept.add(entry.anchor, frameNumbers[entry.frame]);
      }
    }
    kept.entries.sort(ORDER);
    AnchorTable distinct = new AnchorTable();
    for (Entry entry : kept.entries) {
      if (distinct.entries.isEmpty() || !distinct.entries.getLast().equals(entry)) {
        distinct.entries.add(entry);
      }
    }
    return distinct;
  }

  int size() {
    return entries.size();
  }

  EntryCursor cursor() {
    int[] next = {0};
    return (into, offset) -> {
      if (next[0] == entries.size()) {
        return false;
      }
      Entry entry = entries.get(next[0]++);
      LittleEndian.put64(into, offset, entry.anchor);
      LittleEndian.put32(into, offset + IndexLayout.ANCHOR_FRAME, entry.frame);
      return true;
    };
  }
}
