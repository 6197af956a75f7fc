package io.intarsia.library.checkin.assemble;

import io.intarsia.bytes.Zeros;
import io.intarsia.library.checkin.cut.Piece;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.guide.GuidePart;
import io.intarsia.library.manifest.BlockMapWriter;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.match.BlockMatch;
import io.intarsia.store.match.BlockMatcher;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what stands nowhere as a whole chunk into a block map: blocks that stand in other chunks as
 * parts of these, what is left between them as chunks of their own. Used by one thread.
 */
final class KnownBlocks {
  private final Inserter inserter;
  private final Guide guide;
  private final BlockMatcher matcher;
  private @Nullable Fingerprint chunk;
  private int from;
  private int length;
  private long newBytes;

  KnownBlocks(Inserter inserter, Guide guide) {
    this.inserter = inserter;
    this.guide = guide;
    this.matcher = inserter.matcher();
  }

  /** Whether looking for a piece that is no chunk is of any use: there is something to be found. */
  boolean mayHold(Piece piece) {
    return matcher.isUseful()
        && piece.length() == piece.chunkLength()
        && piece.length() >= Anchor.BLOCK;
  }

  /**
   * Puts a piece that is no chunk so far.
   *
   * @param base disk offset of the start of some block
   * @return plain bytes of chunks that were not stored before
   */
  long put(Piece piece, Fingerprint fingerprint, byte[] buffer, long base, BlockMapWriter map)
      throws IOException {
    List<GuidePart> parts = guide.parts(fingerprint);
    if (parts != null && referenceAll(parts)) {
      putParts(piece, fingerprint, parts, map);
      return 0;
    }
    newBytes = 0;
    int start = piece.bufferOffset();
    int end = start + piece.chunkLength();
    int unknown = start;
    int at = start + (int) Math.floorMod(base - piece.offset(), (long) Anchor.BLOCK);
    for (; at <= end - Anchor.BLOCK; at += Anchor.BLOCK) {
      BlockMatch match = Zeros.isZero(buffer, at, Anchor.BLOCK) ? null : matcher.find(buffer, at);
      if (match != null && inserter.reference(match.chunk())) {
        if (unknown == start) {
          map.cell(fingerprint, piece.length());
        }
        putUnknown(buffer, unknown, at, map);
        join(match, map);
        unknown = at + Anchor.BLOCK;
      }
    }
    if (unknown == start) {
      putChunk(fingerprint, buffer, start, piece.chunkLength(), map);
    } else {
      putUnknown(buffer, unknown, end, map);
      endPart(map);
    }
    return newBytes;
  }

  private boolean referenceAll(List<GuidePart> parts) throws IOException {
    for (GuidePart part : parts) {
      if (part.chunk() != null && !inserter.reference(part.chunk())) {
        return false;
      }
    }
    return true;
  }

  private static void putParts(
      Piece piece, Fingerprint fingerprint, List<GuidePart> parts, BlockMapWriter map)
      throws IOException {
    map.cell(fingerprint, piece.length());
    for (GuidePart part : parts) {
      if (part.chunk() == null) {
        map.zeros(part.length());
      } else {
        map.chunk(part.chunk(), part.from(), part.length());
      }
    }
  }

  /** Adds a match to the part that it continues, or begins a part. */
  private void join(BlockMatch match, BlockMapWriter map) throws IOException {
    Fingerprint current = chunk;
    boolean continues =
        current != null && current.equals(match.chunk()) && match.from() == from + length;
    if (!continues) {
      endPart(map);
      chunk = match.chunk();
      from = match.from();
    }
    length += match.length();
    if (match.length() < Anchor.BLOCK) {
      endPart(map);
      map.zeros(Anchor.BLOCK - match.length());
    }
  }

  private void endPart(BlockMapWriter map) throws IOException {
    Fingerprint ended = chunk;
    if (ended != null) {
      map.chunk(ended, from, length);
    }
    chunk = null;
    length = 0;
  }

  /** Puts bytes between parts, without the zeros at their ends. */
  private void putUnknown(byte[] buffer, int start, int end, BlockMapWriter map)
      throws IOException {
    if (start == end) {
      return;
    }
    endPart(map);
    int first = start;
    while (first < end && Zeros.isZero(buffer, first, Math.min(Anchor.BLOCK, end - first))) {
      first = Math.min(end, first + Anchor.BLOCK);
    }
    int last = end;
    while (last - first > Anchor.BLOCK && Zeros.isZero(buffer, last - Anchor.BLOCK, Anchor.BLOCK)) {
      last -= Anchor.BLOCK;
    }
    map.zeros(first - start);
    if (first < last) {
      Fingerprint fingerprint = inserter.fingerprints().ofChunk(buffer, first, last - first);
      putChunk(fingerprint, buffer, first, last - first, map);
    }
    map.zeros(end - last);
  }

  private void putChunk(
      Fingerprint fingerprint, byte[] buffer, int at, int bytes, BlockMapWriter map)
      throws IOException {
    newBytes += inserter.putChunk(fingerprint, buffer, at, bytes) ? bytes : 0;
    map.chunk(fingerprint, 0, bytes);
  }

  /** Blocks found so far. */
  long matchedBlocks() {
    return matcher.matchedBlocks();
  }

  /** Frames read so far to find them. */
  long loadedFrames() {
    return matcher.loadedFrames();
  }
}
