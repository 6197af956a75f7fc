package io.intarsia.library.checkin.guide;

import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The guides of several disks that stand one after the other. */
public final class JoinedGuide implements Guide {
  private final List<Part> parts;
  private int current;

  /**
   * A disk's guide.
   *
   * @param start where the disk begins in the address space of all
   * @param end where it ends
   */
  public record Part(long start, long end, Guide guide) {}

  /**
   * @param parts in order; where there is none nothing is known
   */
  public JoinedGuide(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public @Nullable List<GuidePart> parts(Fingerprint fingerprint) {
    for (Part part : parts) {
      List<GuidePart> found = part.guide().parts(fingerprint);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  @Override
  public @Nullable GuideChunk next(long from, long to) throws IOException {
    while (current < parts.size() && parts.get(current).end() <= from) {
      current++;
    }
    if (current == parts.size() || parts.get(current).start() >= to) {
      return null;
    }
    Part part = parts.get(current);
    long start = part.start();
    GuideChunk chunk =
        part.guide().next(Math.max(from, start) - start, Math.min(to, part.end()) - start);
    return chunk == null
        ? null
        : new GuideChunk(chunk.disk() + start, chunk.length(), chunk.fingerprint());
  }
}
