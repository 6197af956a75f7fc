package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.LogLayout.*;

import io.intarsia.formats.MalformedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of the log: where the cycle of the blocks falls. Records that were on their way to
 * the disk together may have arrived in any order, so that the last few may be incomplete.
 */
final class LogHead {
  private final LogRing ring;
  private final byte[] uuid;

  private LogHead(LogRing ring, byte[] uuid) {
    this.ring = ring;
    this.uuid = uuid;
  }

  /**
   * The last record that is complete, or null when nothing was ever written.
   *
   * @throws MalformedException when there is no such thing
   */
  static @Nullable LogRecord lastRecord(LogRing ring, byte[] uuid) throws IOException {
    return new LogHead(ring, uuid).find();
  }

  private @Nullable LogRecord find() throws IOException {
    long first = ring.cycle(0);
    long last = ring.cycle(ring.blocks() - 1);
    if (first == 0) {
      return null;
    }
    boolean fresh = last == 0;
    int end = first == last ? ring.blocks() : firstOf(last);
    long stale = first == last ? last - 1 : last;
    return lastBefore(firstStale(end, stale, fresh), fresh);
  }

  /** The first block that has the cycle of the last one. */
  private int firstOf(long last) throws IOException {
    int low = 0;
    int high = ring.blocks() - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (ring.cycle(middle) == last) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** The first block before the end that was not written although later ones were. */
  private int firstStale(int end, long stale, boolean fresh) throws IOException {
    int window = Math.min(ring.blocks(), MAX_IN_FLIGHT_BLOCKS);
    for (int block = end - window; block < end; block++) {
      if (block < 0 && fresh) {
        continue;
      }
      long unwritten = block < 0 ? stale - 1 : stale;
      if (ring.cycle(ring.after(block, 0)) == unwritten) {
        return ring.after(block, 0);
      }
    }
    return end;
  }

  /** The last record of which nothing is missing before the end. */
  private LogRecord lastBefore(int end, boolean fresh) throws IOException {
    int limit = fresh ? end : Math.min(ring.blocks(), 2 * MAX_IN_FLIGHT_BLOCKS);
    int head = end;
    for (int back = 1; back <= limit; back++) {
      int block = ring.after(end, -back);
      if (ring.beginsRecord(block)) {
        LogRecord record = LogRecord.read(ring, block, uuid);
        if (ring.after(block, record.blocks()) == ring.after(head, 0)) {
          return record;
        }
        head = block;
      }
    }
    throw new MalformedException(ring.description(), "no record at the end");
  }
}
