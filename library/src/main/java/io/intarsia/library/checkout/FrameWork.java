package io.intarsia.library.checkout;

import io.intarsia.store.FrameId;
import io.intarsia.store.chunk.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that a window of the disk needs from one frame. */
final class FrameWork {
  /**
   * A piece of the disk and where it stands in the plain frame.
   *
   * @param chunkOffset first byte of the chunk in the frame
   * @param from first byte of the piece in the chunk
   * @param zeros that follow it up to the end of a block
   */
  record Piece(
      long disk,
      Fingerprint chunk,
      int chunkOffset,
      int chunkLength,
      int from,
      int length,
      int zeros) {
    int frameOffset() {
      return chunkOffset + from;
    }

    /** The same before so many zeros. */
    Piece before(int count) {
      return new Piece(disk, chunk, chunkOffset, chunkLength, from, length, count);
    }
  }

  private final FrameId frame;
  private final List<Piece> pieces = new ArrayList<>();

  FrameWork(FrameId frame) {
    this.frame = frame;
  }

  FrameId frame() {
    return frame;
  }

  void add(Piece piece) {
    pieces.add(piece);
  }

  /** The pieces in order of the frame, so that chunks stand together and runs can be joined. */
  List<Piece> inFrameOrder() {
    pieces.sort(Comparator.comparingInt(Piece::frameOffset).thenComparingLong(Piece::disk));
    return pieces;
  }
}
