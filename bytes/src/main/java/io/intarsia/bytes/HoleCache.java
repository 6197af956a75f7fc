package io.intarsia.bytes;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the runs of data or of hole that were asked for last, so that callers that go through a
 * source in order, a few at a time, find each run only once. Safe for use by several threads.
 */
public final class HoleCache {
  private static final int CALLERS = 8;

  private final long size;
  private final Finder finder;
  private final AtomicReferenceArray<@Nullable Run> recent = new AtomicReferenceArray<>(CALLERS);
  private final AtomicInteger found = new AtomicInteger();

  /**
   * A run of bytes.
   *
   * @param start its first byte, or a byte inside it
   * @param end one past its last byte; there the other kind begins, or the source ends
   * @param hole whether the run is known to read as zeros
   */
  public record Run(long start, long end, boolean hole) {
    boolean covers(long offset) {
      return offset >= start && offset < end;
    }
  }

  /** Finds the run that covers an offset inside the source. */
  @FunctionalInterface
  public interface Finder {
    Run find(long offset) throws IOException;
  }

  /**
   * @param size bytes of the source
   */
  public HoleCache(long size, Finder finder) {
    this.size = size;
    this.finder = finder;
  }

  /** See {@link ByteSource#nextData}. */
  public long nextData(long offset) throws IOException {
    if (offset >= size) {
      return size;
    }
    Run run = runAt(offset);
    return run.hole ? run.end : offset;
  }

  /** See {@link ByteSource#nextHole}. */
  public long nextHole(long offset) throws IOException {
    if (offset >= size) {
      return size;
    }
    Run run = runAt(offset);
    return run.hole ? offset : run.end;
  }

  private Run runAt(long offset) throws IOException {
    for (int i = 0; i < CALLERS; i++) {
      Run run = recent.get(i);
      if (run != null && run.covers(offset)) {
        return run;
      }
    }
    Run run = finder.find(offset);
    recent.set(Math.floorMod(found.getAndIncrement(), CALLERS), run);
    return run;
  }
}
