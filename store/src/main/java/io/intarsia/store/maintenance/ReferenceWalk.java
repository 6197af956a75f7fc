package io.intarsia.store.maintenance;

import io.intarsia.store.ChunkReader;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;

/**
 * Walks objects along their references, each once. Bounded in depth; memory is 32 to 64 bytes for
 * each object visited (chunks are not remembered: a chunk is reported once for each object that
 * references it). One thread.
 */
@SuppressWarnings("DoNotCallSuggester") // until the bodies are there
public final class ReferenceWalk {
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

  public ReferenceWalk(ChunkReader reader) {}

  /**
   * Walks from one root; what earlier calls visited is not visited again.
   *
   * @throws io.intarsia.store.error.InvalidObjectException if a chain of references is longer than
   *     {@link StoredObject#MAX_DEPTH}
   */
  public void walk(Fingerprint root, Visitor visitor) throws IOException {
    throw new UnsupportedOperationException();
  }
}
