package io.intarsia.store.frame;

import io.intarsia.store.chunk.Fingerprint;

/**
 * How a store names chunks and objects: by hashes that anybody can compute, or, in an encrypted
 * store, by keyed ones. Thread-safe.
 */
public interface Fingerprints {
  /** Those of a store that is not encrypted. */
  static Fingerprints plain() {
    return PlainFingerprints.INSTANCE;
  }

  /** Whether a key takes part, so that a chunk's fingerprint does not say its SHA-256. */
  boolean isKeyed();

  /** The fingerprint of the chunk of which that is the SHA-256. */
  Fingerprint ofSha256(Fingerprint sha256);

  /** The fingerprint of the chunk {@code bytes[offset, offset + length)}. */
  default Fingerprint ofChunk(byte[] bytes, int offset, int length) {
    return ofSha256(Fingerprint.ofChunk(bytes, offset, length));
  }

  /** The fingerprint of the object whose identity is {@code identity[offset, offset + length)}. */
  default Fingerprint ofObject(byte[] identity, int offset, int length) {
    return ofChunk(identity, offset, length).complement();
  }

  /** The anchor of the chunks that begin with this block, which is not all zeros. */
  long anchorOfBlock(byte[] bytes, int offset);

  /** The anchor of a chunk, or {@link Anchor#NONE}. */
  default long anchor(byte[] bytes, int offset, int length) {
    return Anchor.isOf(bytes, offset, length) ? anchorOfBlock(bytes, offset) : Anchor.NONE;
  }
}
