package io.intarsia.library.checkin.match;

import io.intarsia.store.chunk.Fingerprint;
import java.util.List;

/** What a stored disk has in some of its bytes. */
sealed interface Stretch {
  /** In bytes, more than 0. */
  long length();

  /** Bytes that lie together on the disk. */
  sealed interface Run extends Stretch {
    /** First byte on the disk. */
    long disk();

    default long end() {
      return disk() + length();
    }
  }

  /** Zeros. */
  record Zeros(long disk, long length) implements Run {}

  /**
   * Bytes that are known by their hash.
   *
   * @param length at most 4 MiB
   * @param fingerprint that a chunk of these bytes has
   */
  record Hashed(long disk, long length, Fingerprint fingerprint) implements Run {}

  /**
   * Pieces of one chunk.
   *
   * @param chunkLength of all the chunk, at most 4 MiB
   * @param pieces in order of the chunk and of the disk, without overlaps
   */
  record Parts(Fingerprint chunk, int chunkLength, List<Piece> pieces) implements Stretch {
    public Parts {
      pieces = List.copyOf(pieces);
    }

    @Override
    public long length() {
      return pieces.stream().mapToLong(Piece::length).sum();
    }
  }

  /**
   * A piece of a chunk.
   *
   * @param disk first byte on the disk
   * @param from first byte in the chunk
   */
  record Piece(long disk, int from, int length) {}
}
