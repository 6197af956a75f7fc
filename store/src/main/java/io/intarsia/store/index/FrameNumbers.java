package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The numbers that the frames of a segment have in another one. */
final class FrameNumbers {
  private static final int DROPPED = -1;

  private final IndexSegment segment;
  private final int[] packNumbers;
  private final int base;
  private final int count;
  private final int @Nullable [] numbers;

  /**
   * @param packNumbers new numbers of the packs, negative for those left out
   * @param base the new number of the first frame that is kept
   */
  FrameNumbers(IndexSegment segment, int[] packNumbers, int base) throws DamagedException {
    this.segment = segment;
    this.packNumbers = packNumbers;
    this.base = base;
    this.numbers = Arrays.stream(packNumbers).allMatch(pack -> pack >= 0) ? null : numbers();
    this.count = numbers == null ? segment.frameCount() : kept(numbers);
  }

  private int[] numbers() throws DamagedException {
    int[] kept = new int[segment.frameCount()];
    int next = base;
    for (int frame = 0; frame < kept.length; frame++) {
      kept[frame] = packNumbers[segment.packOfFrame(frame)] < 0 ? DROPPED : next++;
    }
    return kept;
  }

  private static int kept(int[] numbers) {
    int kept = 0;
    for (int number : numbers) {
      kept += number == DROPPED ? 0 : 1;
    }
    return kept;
  }

  /** Frames that are kept. */
  int count() {
    return count;
  }

  /** The new number of a frame; negative if it is left out. */
  int of(int frame) throws DamagedException {
    if (frame < 0 || frame >= segment.frameCount()) {
      throw IndexSegment.damaged(segment.key(), "a row names frame " + frame);
    }
    return numbers == null ? base + frame : numbers[frame];
  }

  /** How many rows are in frames that are kept. */
  long countKept(RowReader rows, int frameAt) throws DamagedException {
    if (numbers == null) {
      return rows.count();
    }
    long kept = 0;
    while (rows.next()) {
      kept += of(LittleEndian.i32(rows.page(), rows.at() + frameAt)) < 0 ? 0 : 1;
    }
    return kept;
  }

  /** The rows of the frames that are kept, with the new numbers of their packs. */
  EntryCursor rows() {
    RowReader rows = segment.frameRows();
    return (into, offset) -> {
      while (rows.next()) {
        int pack = LittleEndian.i32(rows.page(), rows.at());
        if (pack < 0 || pack >= packNumbers.length) {
          throw IndexSegment.damaged(segment.key(), "a frame is in pack " + pack);
        }
        if (packNumbers[pack] >= 0) {
          System.arraycopy(rows.page(), rows.at(), into, offset, IndexLayout.FRAME_LENGTH);
          LittleEndian.put32(into, offset, packNumbers[pack]);
          return true;
        }
      }
      return false;
    };
  }
}
