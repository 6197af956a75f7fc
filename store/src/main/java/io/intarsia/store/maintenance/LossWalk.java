package io.intarsia.store.maintenance;

import io.intarsia.store.ChunkReader;
import io.intarsia.store.Place;
import io.intarsia.store.Store;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.chunk.FingerprintSet;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.session.Condemned;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what roots need and the store cannot give: what is damaged, and what no pack has. Each
 * object is read once, however many roots need it; memory is 48 to 96 bytes for each. What only a
 * condemned pack has counts as lost, since that pack may be gone tomorrow. One thread.
 */
public final class LossWalk {
  private final Objects objects;
  private final Losses isLost;
  private final FingerprintSet visited = new FingerprintSet();
  private final Set<Fingerprint> touched = new HashSet<>();
  private final Set<Fingerprint> lostObjects = new HashSet<>();
  private final Set<Fingerprint> lostChunks = new HashSet<>();

  private static final class Level {
    private final Fingerprint fingerprint;
    private final List<Fingerprint> references;
    private int next;

    Level(Fingerprint fingerprint, List<Fingerprint> references) {
      this.fingerprint = fingerprint;
      this.references = references;
    }
  }

  /** Says what is lost. */
  @FunctionalInterface
  interface Losses {
    boolean test(Fingerprint fingerprint) throws IOException;
  }

  /** Where objects come from. */
  interface Objects {
    /** An object; null if it cannot be read. */
    @Nullable StoredObject find(Fingerprint fingerprint) throws IOException;
  }

  /**
   * @param isLost asked about objects, found or not, and chunks
   */
  LossWalk(Objects objects, Losses isLost) {
    this.objects = objects;
    this.isLost = isLost;
  }

  /**
   * A walk through a store.
   *
   * @param damaged chunks and objects of which it is known that no copy is intact
   */
  public static LossWalk of(Store store, Set<Fingerprint> damaged) throws IOException {
    store.parts().index().refresh();
    return new LossWalk(
        object -> read(object, store.reader()),
        fingerprint -> damaged.contains(fingerprint) || !isThere(fingerprint, store));
  }

  /** Whether something is lost at a root or below. */
  public boolean walk(Fingerprint root) throws IOException {
    ArrayDeque<Level> levels = new ArrayDeque<>();
    enter(root, levels);
    while (!levels.isEmpty()) {
      Level level = levels.getFirst();
      if (level.next == level.references.size()) {
        levels.pop();
        Level above = levels.peek();
        if (above != null && touched.contains(level.fingerprint)) {
          touched.add(above.fingerprint);
        }
        continue;
      }
      Fingerprint next = level.references.get(level.next++);
      if (!enter(next, levels) && touched.contains(next)) {
        touched.add(level.fingerprint);
      }
    }
    return touched.contains(root);
  }

  /** Whether something is lost at or below what walks have met. */
  public boolean isTouched(Fingerprint fingerprint) {
    return touched.contains(fingerprint) || lostChunks.contains(fingerprint);
  }

  /** Objects that walks have met and that cannot be read. */
  public Set<Fingerprint> lostObjects() {
    return Collections.unmodifiableSet(lostObjects);
  }

  /** Chunks that walks have met and that cannot be read. */
  public Set<Fingerprint> lostChunks() {
    return Collections.unmodifiableSet(lostChunks);
  }

  /** Visits an object unless it was visited. */
  private boolean enter(Fingerprint fingerprint, ArrayDeque<Level> levels) throws IOException {
    if (!visited.add(fingerprint)) {
      return false;
    }
    StoredObject object = objects.find(fingerprint);
    if (object == null || isLost.test(fingerprint)) {
      lostObjects.add(fingerprint);
      touched.add(fingerprint);
    }
    if (object == null) {
      return false;
    }
    for (Fingerprint chunk : object.chunkRefs()) {
      if (lostChunks.contains(chunk) || isLost.test(chunk)) {
        lostChunks.add(chunk);
        touched.add(fingerprint);
      }
    }
    if (levels.size() > StoredObject.MAX_DEPTH) {
      throw new InvalidObjectException("references are nested deeper than " + levels.size());
    }
    levels.push(new Level(fingerprint, object.objectRefs()));
    return true;
  }

  private static @Nullable StoredObject read(Fingerprint object, ChunkReader reader)
      throws IOException {
    try {
      return reader.readObject(object);
    } catch (StoreException e) {
      return null;
    }
  }

  private static boolean isThere(Fingerprint fingerprint, Store store) throws IOException {
    try {
      Place place = store.reader().locate(fingerprint);
      IndexView view = store.parts().index().view();
      return place != null && view.condemned().state(place.frame().pack()) != Condemned.CONDEMNED;
    } catch (StoreException e) {
      return false;
    }
  }
}
