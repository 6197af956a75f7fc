package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.Store;
import io.intarsia.store.StoreParts;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.insert.Pipeline;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts intact copies of what damaged packs hold into new packs, and condemns the damaged ones. From
 * the beginning to the end nobody collects garbage; check-ins go on, and count what is in the
 * damaged packs as unknown. One thread. See docs/formats/session.md.
 */
public final class Restoration implements AutoCloseable {
  private final StoreParts parts;
  private final Store store;
  private final Set<PackId> damaged;
  private final Coordination.Held gcLock;
  private final PendingIndex pending = new PendingIndex();
  private final Pipeline pipeline;
  private final Map<Fingerprint, Lost> lost = new HashMap<>();
  private final Salvage salvage;
  private IndexView view;
  private long foundObjects;
  private boolean finished;

  /**
   * What is known about a chunk whose bytes are lost.
   *
   * @param length in bytes
   * @param anchor as {@link Anchor} has it, or none
   */
  public record Lost(int length, long anchor) {}

  /** Where objects may be found that this store has not. */
  public interface Elsewhere {
    /** An object; null if it is not there, or damaged there too. */
    @Nullable StoredObject find(Fingerprint fingerprint) throws IOException;
  }

  private Restoration(Store store, Set<PackId> damaged, Coordination.Held gcLock)
      throws IOException {
    this.store = store;
    this.parts = store.parts();
    this.damaged = Set.copyOf(damaged);
    this.gcLock = gcLock;
    this.pipeline =
        parts.pipeline(
            parts.blobs(), store.settings().options(), parts.workers().compressors(), pending);
    this.view = parts.index().refresh();
    this.salvage = new Salvage(parts, this);
  }

  /**
   * Waits for a gc under way, then retires the damaged packs.
   *
   * @param store open for writing
   * @param damaged packs that a verification found damaged
   */
  public static Restoration begin(Store store, Set<PackId> damaged) throws IOException {
    store.requireWritable();
    Coordination.Held lock = store.parts().coordination().lock(Coordination.Lock.GC);
    Restoration restoration = null;
    try {
      restoration = new Restoration(store, damaged, lock);
      restoration.retire();
      return restoration;
    } catch (IOException | RuntimeException | Error e) {
      if (restoration != null) {
        restoration.close();
      } else {
        lock.close();
      }
      throw e;
    }
  }

  private void retire() throws IOException {
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      Condemned now = Condemned.read(parts.blobs());
      Map<PackId, Byte> changes = new HashMap<>();
      for (PackId pack : damaged) {
        if (now.state(pack) == 0) {
          changes.put(pack, Condemned.RETIRED);
        }
      }
      now.change(changes, parts.blobs());
    }
    view = parts.index().refresh();
  }

  /** Copies what is intact in the damaged packs and nowhere else. */
  public void salvage() throws IOException {
    for (PackId pack : damaged) {
      salvage.salvage(pack);
    }
    salvageDependents();
  }

  /**
   * The chunks without which some other chunks, which are lost, cannot be read; also those that can
   * be read themselves, but only by means of others.
   */
  public Set<Fingerprint> missingBases(Set<Fingerprint> lostChunks) {
    return salvage.missingBases(lostChunks);
  }

  /** Copies what can be read since missing chunks were put. */
  public void salvageDependents() throws IOException {
    publish();
    salvage.putBases();
    publish();
    salvage.salvageDependents();
    publish();
  }

  /** Whether an intact copy is stored or was put here. */
  public boolean has(Fingerprint fingerprint) {
    return has(fingerprint, _ -> true);
  }

  /** Whether an intact copy that needs no other chunks is stored or was put here. */
  boolean hasAlone(Fingerprint fingerprint) {
    return has(fingerprint, place -> place.frame().codec() != PackLayout.PREFIXED);
  }

  /** Whether there is a copy in place of one in a pack of a kind: chunks may be built upon. */
  boolean hasAsIn(byte kind, Fingerprint fingerprint) {
    return kind == PackLayout.CHUNKS ? hasAlone(fingerprint) : has(fingerprint);
  }

  private boolean has(Fingerprint fingerprint, Predicate<Place> test) {
    if (pending.contains(fingerprint)) {
      return true;
    }
    for (Place place : view.places(fingerprint)) {
      PackId pack = place.frame().pack();
      if (!damaged.contains(pack)
          && view.condemned().state(pack) != Condemned.CONDEMNED
          && test.test(place)) {
        return true;
      }
    }
    return false;
  }

  /** What is known of a lost chunk or object; null if nothing is. */
  public @Nullable Lost lost(Fingerprint fingerprint) {
    Lost known = lost.get(fingerprint);
    if (known != null) {
      return known;
    }
    for (Place place : view.places(fingerprint)) {
      return new Lost(place.length(), Anchor.NONE);
    }
    return null;
  }

  void noteLost(Fingerprint fingerprint, int length, long anchor) {
    lost.put(fingerprint, new Lost(length, anchor));
  }

  /** A walk along references that puts those objects which it finds elsewhere. */
  public LossWalk walk(Elsewhere elsewhere) {
    return new LossWalk(object -> findObject(object, elsewhere), fingerprint -> !has(fingerprint));
  }

  private @Nullable StoredObject findObject(Fingerprint fingerprint, Elsewhere elsewhere)
      throws IOException {
    if (has(fingerprint)) {
      try {
        return store.reader().readObject(fingerprint);
      } catch (StoreException e) {
        return null; // damaged since it was verified
      }
    }
    StoredObject found = elsewhere.find(fingerprint);
    if (found != null) {
      putObject(fingerprint, found.encode());
      foundObjects++;
    }
    return found;
  }

  /** Objects that walks found elsewhere. */
  public long foundObjects() {
    return foundObjects;
  }

  /** Puts an object unless it is there. */
  void putObject(Fingerprint fingerprint, byte[] encoded) throws IOException {
    if (!has(fingerprint)) {
      makeRoom();
      pipeline.addObject(fingerprint, encoded);
    }
  }

  /**
   * Puts a chunk unless it is there and can be read without others.
   *
   * @param fingerprint of the bytes; not computed again
   */
  public void putChunk(Fingerprint fingerprint, byte[] bytes, int offset, int length)
      throws IOException {
    if (!hasAlone(fingerprint)) {
      makeRoom();
      pipeline.addChunk(fingerprint, bytes, offset, length);
    }
  }

  /** Puts a chunk that can be read by means of others; does nothing if it cannot. */
  void putReadable(Fingerprint fingerprint) throws IOException {
    byte[] bytes;
    try {
      bytes = store.reader().readChunk(fingerprint);
    } catch (StoreException e) {
      return;
    }
    putChunk(fingerprint, bytes, 0, bytes.length);
  }

  /**
   * Puts a frame as it is, some chunks of which cannot be read without what is lost. It is retired
   * before it is published, so that nobody takes its chunks for known.
   */
  void keepFrame(PackFrame frame, byte[] stored) throws IOException {
    makeRoom();
    pipeline.addFrame(frame, stored);
  }

  private void makeRoom() throws IOException {
    if (pending.size() >= PendingIndex.CHECKPOINT) {
      publish();
    }
  }

  /** Makes durable and findable what was put so far. */
  public void publish() throws IOException {
    pipeline.seal();
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      writePending();
    }
  }

  private void writePending() throws IOException {
    if (pending.size() > 0) {
      Map<PackId, Byte> changes = new HashMap<>();
      for (SegmentPack pack : pending.packs()) {
        if (pack.kind() == PackLayout.DEPENDENT) {
          changes.put(pack.id(), Condemned.RETIRED);
        }
      }
      Condemned.read(parts.blobs()).change(changes, parts.blobs());
      pending.write(parts.blobs(), parts.segmentNames().next(), true);
    }
    view = parts.index().refresh();
    pending.clear();
  }

  /**
   * Publishes what was put, and condemns the damaged packs.
   *
   * @param complete whether nothing that a version needs is lost; else packs with something of
   *     which something else is lost are retired, so that nobody builds on them
   */
  public void finish(boolean complete) throws IOException {
    if (!complete) {
      publish();
      salvage.keepDependents();
    }
    pipeline.seal();
    finished = true;
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      writePending();
      Map<PackId, Byte> changes = new HashMap<>();
      damaged.forEach(pack -> changes.put(pack, Condemned.CONDEMNED));
      Condemned now = Condemned.read(parts.blobs());
      if (!complete) {
        IndexView then = view.with(now.next(changes));
        for (PackId pack : new ClosureCheck(parts.blobs(), then).incomplete()) {
          if (then.condemned().state(pack) == 0) {
            changes.put(pack, Condemned.RETIRED);
          }
        }
      }
      now.change(changes, parts.blobs());
    }
    view = parts.index().refresh();
  }

  /** Gives up what was not published. */
  @Override
  public void close() throws IOException {
    try (gcLock) {
      if (!finished) {
        pipeline.abandon();
      }
    }
  }
}
