package io.intarsia.store;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;

/**
 * Adds chunks and objects to a store. One thread writes; {@link #known} is for any thread. What was
 * added is durable after {@link #seal}, and belongs to a version after {@link Store#commit}.
 */
@SuppressWarnings("DoNotCallSuggester") // until the bodies are there
public final class Inserter implements AutoCloseable {
  Inserter() {}

  /** Whether a chunk or object is stored, or was put here. Any thread. */
  public boolean known(Fingerprint fingerprint) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@link #known}, and remembers that what is to be committed references it. Writer thread.
   * {@link #putObject} does this by itself for all that the object references.
   */
  public boolean reference(Fingerprint fingerprint) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds a chunk unless it is stored; the bytes are copied. References it in any case. Writer
   * thread.
   *
   * @param fingerprint of the bytes; not computed again
   * @param length 1 to the frame size of the store
   * @return whether it was new
   */
  public boolean putChunk(Fingerprint fingerprint, byte[] bytes, int offset, int length)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds an object unless it is stored. References it and all that it references. Writer thread.
   *
   * @return its fingerprint
   * @throws io.intarsia.store.error.MissingChunkException if something that it references is
   *     neither stored nor was put here before
   */
  public Fingerprint putObject(StoredObject object) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** What was added so far. Writer thread. */
  public InsertCounts counts() {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes durable and findable all that was put: packs, then index segment. Nothing can be put
   * afterwards. Writer thread.
   *
   * @throws io.intarsia.store.error.CondemnedException if gc condemned something referenced
   */
  public void seal() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Gives up what was not sealed: temporary files are deleted, sealed packs stay for reuse. */
  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
