package io.intarsia.store.index;

import io.intarsia.store.error.StoreException;

/** Entries in the order of their fingerprints. */
public interface EntryCursor {
  /**
   * Writes the next entry, in the encoding of a segment.
   *
   * @return false if there is none
   */
  boolean next(byte[] into, int offset) throws StoreException;
}
