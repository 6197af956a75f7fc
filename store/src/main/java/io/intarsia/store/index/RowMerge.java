package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Merges sorted rows of several segments, with the new numbers of their frames. */
final class RowMerge implements EntryCursor {
  private final List<Source> heap = new ArrayList<>();

  /** What rows are ordered by first, as an unsigned number. */
  interface Key {
    long of(byte[] page, int at);
  }

  /** The rows of one segment. */
  static final class Source {
    private final RowReader rows;
    private final FrameNumbers frames;
    private final int length;
    private final int frameAt;
    private final Key key;
    private long order;
    private int frame;

    /**
     * @param length of a row
     * @param frameAt where a row has its frame; what is before is what rows are ordered by
     */
    Source(RowReader rows, FrameNumbers frames, int length, int frameAt, Key key) {
      this.rows = rows;
      this.frames = frames;
      this.length = length;
      this.frameAt = frameAt;
      this.key = key;
    }

    /** Moves to the next row that is kept; false if there is none. */
    boolean advance() throws DamagedException {
      while (rows.next()) {
        frame = frames.of(LittleEndian.i32(rows.page(), rows.at() + frameAt));
        if (frame >= 0) {
          order = key.of(rows.page(), rows.at());
          return true;
        }
      }
      return false;
    }

    private boolean isBelow(Source other) {
      int first = Long.compareUnsigned(order, other.order);
      return first != 0 ? first < 0 : compareRest(other) < 0;
    }

    private int compareRest(Source other) {
      int at = rows.at();
      int otherAt = other.rows.at();
      return Arrays.compareUnsigned(
          rows.page(), at, at + frameAt, other.rows.page(), otherAt, otherAt + frameAt);
    }

    private void copy(byte[] into, int offset) {
      System.arraycopy(rows.page(), rows.at(), into, offset, length);
      LittleEndian.put32(into, offset + frameAt, frame);
    }
  }

  void add(Source source) throws DamagedException {
    if (source.advance()) {
      heap.add(source);
      int at = heap.size() - 1;
      while (at > 0 && heap.get(at).isBelow(heap.get((at - 1) / 2))) {
        swap(at, (at - 1) / 2);
        at = (at - 1) / 2;
      }
    }
  }

  @Override
  public boolean next(byte[] into, int offset) throws DamagedException {
    if (heap.isEmpty()) {
      return false;
    }
    Source least = heap.getFirst();
    least.copy(into, offset);
    if (!least.advance()) {
      Source last = heap.removeLast();
      if (heap.isEmpty()) {
        return true;
      }
      heap.set(0, last);
    }
    sink();
    return true;
  }

  private void sink() {
    int at = 0;
    for (; ; ) {
      int child = at * 2 + 1;
      if (child >= heap.size()) {
        return;
      }
      if (child + 1 < heap.size() && heap.get(child + 1).isBelow(heap.get(child))) {
        child++;
      }
      if (!heap.get(child).isBelow(heap.get(at))) {
        return;
      }
      swap(at, child);
      at = child;
    }
  }

  private void swap(int a, int b) {
    Source source = heap.get(a);
    heap.set(a, heap.get(b));
    heap.set(b, source);
  }
}
