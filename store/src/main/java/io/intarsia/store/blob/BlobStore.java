package io.intarsia.store.blob;

import java.io.IOException;
import java.util.List;

/**
 * Named immutable byte strings. Keys are relative paths of letters, digits, {@code /}, {@code .}
 * and {@code -}. A blob appears complete and durable, or not at all. Thread-safe.
 */
public interface BlobStore {
  /**
   * Begins a blob, which takes the place of one that has the key already.
   *
   * @throws io.intarsia.store.error.StoreFullException if there is no room (so do the writer's
   *     methods)
   */
  BlobWriter create(String key) throws IOException;

  /**
   * Opens a blob for reading. It stays readable until closed, even if deleted meanwhile.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  Blob open(String key) throws IOException;

  boolean exists(String key) throws IOException;

  /**
   * Length in bytes.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  long size(String key) throws IOException;

  /**
   * A number that is another one, most likely, once the blob has been put again, or its bytes were
   * changed past this interface. It orders nothing.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  long stamp(String key) throws IOException;

  /**
   * The keys that begin with {@code prefix}, sorted. What appears or goes meanwhile may be missing
   * or there.
   *
   * @param prefix ends with {@code /}
   */
  List<String> list(String prefix) throws IOException;

  /** Deletes a blob; does nothing if there is none. May come undone if power fails; see sync. */
  void delete(String key) throws IOException;

  /**
   * Makes durable which blobs there are now directly below a prefix, whoever put or deleted them. A
   * blob is seen before it is durable, and who put it may have died in between: so who builds
   * something durable on what others put or deleted calls this before.
   *
   * @param prefix ends with {@code /}, or is empty for keys without one
   */
  void sync(String prefix) throws IOException;
}
