package io.intarsia.store.insert;

import io.intarsia.store.chunk.Fingerprint;

/**
 * A stored chunk that a new one resembles, in a frame that needs no other chunks.
 *
 * @param length in bytes
 * @param storedLength bytes that it takes in the store, by the mean of its frame
 */
public record Base(Fingerprint fingerprint, int length, int storedLength) {
  /**
   * Whether its frame could not be compressed: then what resembles it is most likely made by a
   * compressor too, and has nothing in common with it.
   */
  boolean isDense() {
    return storedLength >= length;
  }
}
