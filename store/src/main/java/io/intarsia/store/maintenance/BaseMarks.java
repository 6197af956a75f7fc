package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.session.Condemned;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Marks what packs of dependent frames need, so that whatever stays can be read: of every such pack
 * that is not about to be condemned, the bases of all frames, live or not, since check-ins may
 * build on what is not live too. Bases lie in frames that need none, so marking them revives no
 * pack that has bases itself. Estimates what would be saved if bases that are live for no other
 * reason were not needed. Under the gc lock.
 */
final class BaseMarks implements AutoCloseable {
  private final Marks marks;
  private final PackReader reader;
  private final WantedBases wanted;
  private final Set<PackId> done = new HashSet<>();
  private final KeptBases kept = new KeptBases();
  private final BaseGroups groups = new BaseGroups();
  private double keptBytes;

  /**
   * @param reader closed with this
   */
  BaseMarks(Marks marks, BlobStore blobs, PackReader reader) {
    this.marks = marks;
    this.reader = reader;
    this.wanted = new WantedBases(marks, blobs);
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
        mark(frame, bases(frame, mayBeGone));
      }
    }
  }

  private void mark(FrameId frame, List<Fingerprint> bases) throws IOException {
    boolean[] isWanted = null;
    for (int i = 0; i < bases.size(); i++) {
      Marks.Entry entry = marks.markBase(bases.get(i));
      if (entry != null) {
        if (isWanted == null) {
          isWanted = wanted.of(frame, bases.size());
        }
        keep(frame, entry, isWanted[i], (double) frame.storedLength() / bases.size());
      }
    }
  }

  /**
   * Remembers who keeps a base.
   *
   * @param gain bytes of the frame that are saved if a chunk takes the place of its base
   */
  private void keep(FrameId frame, Marks.Entry base, boolean isWanted, double gain)
      throws DamagedException {
    int user = groups.number(frame.pack());
    int owner = kept.owner(base);
    if (owner < 0) {
      keptBytes += marks.storedLength(base);
    } else {
      groups.join(owner, user);
      if (!isWanted || kept.isWanted(base)) {
        return;
      }
      groups.save(owner, -marks.storedLength(base));
    }
    groups.save(user, isWanted ? gain : marks.storedLength(base));
    kept.put(base, user, isWanted);
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

  /** Packs that keep something alive that is live for no other reason. */
  List<BaseGroups.Group> groups() {
    return groups.groups();
  }

  /** Stored bytes of what is live only because of packs. */
  double keptBytes() {
    return keptBytes;
  }

  /** Stored bytes that would be saved if no pack kept anything. */
  double savedBytes() {
    double bytes = 0;
    for (BaseGroups.Group group : groups.groups()) {
      bytes += group.savedBytes();
    }
    return bytes;
  }

  /** Takes the marks from what is live only because of packs. */
  void release(Set<PackId> packs) {
    kept.forEach((base, owner) -> {
      if (packs.contains(groups.pack(owner))) {
        marks.release(base);
      }
    });
  }

  /** Closes the packs that were read. What was marked stays so. */
  @Override
  public void close() throws IOException {
    reader.close();
  }
}
