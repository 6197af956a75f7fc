package io.intarsia.store.index;

import io.intarsia.store.PackId;
import java.util.concurrent.atomic.AtomicInteger;

/** Names for new segments of one session: never used before. Thread-safe. */
public final class SegmentNames {
  private final long session;
  private final AtomicInteger next = new AtomicInteger();

  public SegmentNames(long session) {
    this.session = session;
  }

  /** The key of a new segment. */
  public String next() {
    return IndexLayout.PREFIX + new PackId(session, next.getAndIncrement()) + IndexLayout.SUFFIX;
  }
}
