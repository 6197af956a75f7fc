package io.intarsia.library.checkin.guide;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Knows where chunks once were. Asked in ascending order of places; used by one thread. */
public interface Guide {

  /**
   * The first chunk that touches {@code [from, to)}, or null. It may begin before {@code from} and
   * end after {@code to}.
   *
   * @param from not less than in the call before
   */
  @Nullable GuideChunk next(long from, long to) throws IOException;

  /** Knows nothing. */
  static Guide none() {
    return (from, to) -> null;
  }
}
