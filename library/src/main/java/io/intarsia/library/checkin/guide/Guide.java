package io.intarsia.library.checkin.guide;

import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;
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

  /**
   * How bytes that are no chunk stood in parts of chunks, in order; null if that is not known. Only
   * what stood near the places last asked for is remembered.
   *
   * @param fingerprint that a chunk of these bytes would have
   */
  default @Nullable List<GuidePart> parts(Fingerprint fingerprint) {
    return null;
  }

  /** Knows nothing. */
  static Guide none() {
    return (from, to) -> null;
  }
}
