package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.session.Condemned;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Marks what packs of dependent frames need, so that whatever stays can be read: of every such pack
 * that is not about to be condemned, the bases of all frames, live or not, since check-ins may
 * build on what is not live too. Bases lie in frames that need none, so marking them revives no
 * pack that has bases itself. Under the gc lock.
 */
final class BaseMarks implements AutoCloseable {
  private final Marks marks;
  private final PackReader reader;
  private final Set<PackId> done = new HashSet<>();
  private final Map<PackId, Double> keptBytes = new HashMap<>();

  /**
   * @param reader closed with this
   */
  BaseMarks(Marks marks, PackReader reader) {
    this.marks = marks;
    this.reader = reader;
  }

  /** Whether there is anything to be marked. */
  static boolean areNeeded(IndexView view) {
    for (IndexSegment segment : view.segments()) {
      for (SegmentPack pack : segment.packs()) {
        if (pack.kind() == PackLayout.DEPENDENT) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Marks; what was marked before stays so.
   *
   * @param now the index; may know more packs than the marks do
   * @param isDead whether nothing in a pack is live and gc may condemn it
   * @throws DamagedException if it cannot be told what a pack needs
   */
  void mark(IndexView now, Predicate<PackId> isDead) throws IOException {
    for (IndexSegment segment : now.segments()) {
      boolean[] chosen = new boolean[segment.packs().size()];
      boolean any = false;
      for (int i = 0; i < chosen.length; i++) {
        SegmentPack pack = segment.packs().get(i);
        chosen[i] =
            pack.kind() == PackLayout.DEPENDENT && !isDead.test(pack.id()) && done.add(pack.id());
        any |= chosen[i];
      }
      if (any) {
        mark(segment, chosen, now.condemned());
      }
    }
  }

  private void mark(IndexSegment segment, boolean[] chosen, Condemned condemned)
      throws IOException {
    for (int number = 0; number < segment.frameCount(); number++) {
      if (chosen[segment.packOfFrame(number)]) {
        FrameId frame = segment.frame(number);
        boolean mayBeGone = condemned.state(frame.pack()) == Condemned.CONDEMNED;
        for (Fingerprint base : bases(frame, mayBeGone)) {
          Place place = marks.markBase(base);
          if (place != null) {
            keptBytes.merge(frame.pack(), place.storedLength(), Double::sum);
          }
        }
      }
    }
  }

  private List<Fingerprint> bases(FrameId frame, boolean mayBeGone) throws IOException {
    try {
      return reader.bases(frame);
    } catch (DamagedException e) {
      if (mayBeGone) {
        return List.of(); // it is deleted already, or condemned because it is damaged
      }
      throw e;
    }
  }

  /** Stored bytes of the chunks that are live only because of a pack. */
  double keptBytes(PackId pack) {
    return keptBytes.getOrDefault(pack, 0.0);
  }

  /** Closes the packs that were read. What was marked stays so. */
  @Override
  public void close() throws IOException {
    reader.close();
  }
}
