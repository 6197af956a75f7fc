package io.intarsia.store.maintenance;

import io.intarsia.store.ChunkReader;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.chunk.FingerprintSet;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Walks objects along their references, each once. Bounded in depth; memory is the references of
 * the objects on the way from the root, and 48 to 96 bytes for each object visited unless the
 * caller remembers these (chunks are not remembered: a chunk is reported once for each object that
 * references it). One thread.
 */
public final class ReferenceWalk {
  private final ChunkReader reader;
  private final Visited visited;

  /** What the walk meets. */
  public interface Visitor {
    /**
     * An object, before what it references. False: do not follow its references.
     *
     * @param depth 0 for a root
     */
    boolean object(Fingerprint fingerprint, StoredObject object, int depth) throws IOException;

    /** A chunk that {@code referrer} references. */
    void chunk(Fingerprint chunk, Fingerprint referrer) throws IOException;

    /** An object that is missing or damaged; throws the problem unless overridden. */
    default void unreadable(Fingerprint object, StoreException problem) throws IOException {
      throw problem;
    }
  }

  /** Which objects were visited. */
  @FunctionalInterface
  interface Visited {
    /** Adds an object; false if it was there. */
    boolean add(Fingerprint object) throws IOException;
  }

  private static final class Level {
    private final List<Fingerprint> references;
    private int next;

    Level(List<Fingerprint> references) {
      this.references = references;
    }
  }

  public ReferenceWalk(ChunkReader reader) {
    this(reader, new FingerprintSet()::add);
  }

  ReferenceWalk(ChunkReader reader, Visited visited) {
    this.reader = reader;
    this.visited = visited;
  }

  /**
   * Walks from one root; what earlier calls visited is not visited again.
   *
   * @throws InvalidObjectException if a chain of references is longer than {@link
   *     StoredObject#MAX_DEPTH}
   */
  public void walk(Fingerprint root, Visitor visitor) throws IOException {
    ArrayDeque<Level> levels = new ArrayDeque<>();
    levels.push(new Level(List.of(root)));
    while (!levels.isEmpty()) {
      Level level = levels.getFirst();
      if (level.next == level.references.size()) {
        levels.pop();
        continue;
      }
      Fingerprint next = level.references.get(level.next++);
      if (visited.add(next)) {
        List<Fingerprint> below = visit(next, levels.size() - 1, visitor);
        if (!below.isEmpty()) {
          if (levels.size() > StoredObject.MAX_DEPTH) {
            throw new InvalidObjectException(
                "references from " + root + " are nested deeper than " + StoredObject.MAX_DEPTH);
          }
          levels.push(new Level(below));
        }
      }
    }
  }

  private List<Fingerprint> visit(Fingerprint fingerprint, int depth, Visitor visitor)
      throws IOException {
    StoredObject object;
    try {
      object = reader.readObject(fingerprint);
    } catch (StoreException e) {
      visitor.unreadable(fingerprint, e);
      return List.of();
    }
    if (!visitor.object(fingerprint, object, depth)) {
      return List.of();
    }
    for (Fingerprint chunk : object.chunkRefs()) {
      visitor.chunk(chunk, fingerprint);
    }
    return object.objectRefs();
  }
}
