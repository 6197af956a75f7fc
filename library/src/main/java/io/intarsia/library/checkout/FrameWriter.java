package io.intarsia.library.checkout;

import io.intarsia.library.progress.Progress;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import java.io.IOException;
import java.util.List;

/**
 * Reads one frame, verifies the chunks that are wanted of it, and writes them to their places. One
 * per thread.
 */
final class FrameWriter {
  private final ChunkReader reader;
  private final DiskSink sink;
  private final boolean verify;
  private final Progress progress;
  private byte[] plain = new byte[0];

  FrameWriter(ChunkReader reader, DiskSink sink, boolean verify, Progress progress) {
    this.reader = reader;
    this.sink = sink;
    this.verify = verify;
    this.progress = progress;
  }

  void write(FrameWork work) throws IOException {
    if (plain.length < work.frame().plainLength()) {
      plain = new byte[work.frame().plainLength()];
    }
    reader.readFrame(work.frame(), plain);
    List<FrameWork.Piece> pieces = work.inFrameOrder();
    if (verify) {
      verify(work, pieces);
    }
    int first = 0;
    while (first < pieces.size()) {
      int end = first + 1;
      long length = pieces.get(first).length();
      while (end < pieces.size() && continues(pieces.get(end - 1), pieces.get(end))) {
        length += pieces.get(end).length();
        end++;
      }
      FrameWork.Piece piece = pieces.get(first);
      int zeros = pieces.get(end - 1).zeros();
      sink.write(piece.disk(), plain, piece.frameOffset(), (int) length, zeros);
      progress.advance(length);
      first = end;
    }
  }

  private static boolean continues(FrameWork.Piece a, FrameWork.Piece b) {
    return a.disk() + a.length() == b.disk() && a.frameOffset() + a.length() == b.frameOffset();
  }

  private void verify(FrameWork work, List<FrameWork.Piece> pieces) throws DamagedException {
    int verifiedOffset = -1;
    for (FrameWork.Piece piece : pieces) {
      if (piece.chunkOffset() != verifiedOffset) {
        Fingerprint found =
            reader.fingerprints().ofChunk(plain, piece.chunkOffset(), piece.chunkLength());
        if (!found.equals(piece.chunk())) {
          throw new DamagedException(
              "pack " + work.frame().pack(),
              "a chunk has other bytes than its fingerprint says",
              work.frame().offset(),
              piece.chunk());
        }
        verifiedOffset = piece.chunkOffset();
      }
    }
  }
}
