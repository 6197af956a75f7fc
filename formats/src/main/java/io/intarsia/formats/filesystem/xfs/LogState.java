package io.intarsia.formats.filesystem.xfs;

import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the file system is as its log would leave it.
 *
 * @param clean false when the log holds something that is not in place, or may do so
 * @param notes what is to be known about it
 */
record LogState(boolean clean, List<String> notes) {

  private static final String NOT_REPLAYED =
      "The log was not replayed: what only it holds is not shown, and no free space is dropped;"
          + " mounting the file system replays it.";

  /** Looks at the end of the log; never fails on account of the log. */
  static LogState of(Volume volume) throws IOException {
    if (volume.superblock().logStart() == 0) {
      return new LogState(
          false, List.of("The log is on another device; whether it was replayed is not known."));
    }
    try {
      LogRing ring = LogRing.of(volume);
      @Nullable LogRecord last = LogHead.lastRecord(ring, volume.superblock().uuid());
      if (last == null || last.isUnmount(ring)) {
        return new LogState(true, List.of());
      }
      return new LogState(false, List.of(NOT_REPLAYED));
    } catch (MalformedException e) {
      String note = "The log cannot be read: " + e.getMessage() + ".";
      return new LogState(false, List.of(note));
    }
  }
}
