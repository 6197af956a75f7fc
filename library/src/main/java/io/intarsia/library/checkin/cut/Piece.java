package io.intarsia.library.checkin.cut;

import io.intarsia.store.chunk.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a run, cut and fingerprinted.
 *
 * @param offset first byte, in the content or on the disk
 * @param length bytes that it covers there
 * @param fingerprint of the chunk; null for zeros
 * @param from first byte in the chunk that it covers
 * @param bufferOffset where the chunk's bytes begin in the batch's buffer
 * @param chunkLength of the whole chunk
 * @param sha256 of the first chunk of a content, in a store where that is not its fingerprint
 */
public record Piece(
    long offset,
    long length,
    @Nullable Fingerprint fingerprint,
    int from,
    int bufferOffset,
    int chunkLength,
    @Nullable Fingerprint sha256) {

  static Piece zeros(long offset, long length) {
    return new Piece(offset, length, null, 0, 0, 0, null);
  }

  static Piece chunk(long offset, int length, Fingerprint fingerprint, int bufferOffset) {
    return new Piece(offset, length, fingerprint, 0, bufferOffset, length, null);
  }

  Piece withSha256(Fingerprint hash) {
    return new Piece(offset, length, fingerprint, from, bufferOffset, chunkLength, hash);
  }
}
