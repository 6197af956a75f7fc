package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.chunk.FingerprintSet;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.insert.Base;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves dependent frames. One of which all chunks and bases stay moves as it is. Where bases are to
 * go, one of the chunks that resemble a base takes its place: it is written such that it needs no
 * others, and the rest are compressed after it.
 */
final class DependentMoves {
  /** Bases of which it is remembered what took their place, about 200 bytes each. */
  private static final int MAX_REPLACED = 1 << 17;

  private final Marks marks;
  private final PackReader reader;
  private final NewPacks target;
  private final int frameSize;
  private final Map<Fingerprint, Fingerprint> replaced = new HashMap<>();
  private final FingerprintSet written = new FingerprintSet();

  /**
   * @param frameSize of the store, in bytes
   */
  DependentMoves(Marks marks, PackReader reader, NewPacks target, int frameSize) {
    this.marks = marks;
    this.reader = reader;
    this.target = target;
    this.frameSize = frameSize;
  }

  /** Writes those chunks of a frame that take the place of bases. */
  void replaceBases(PackFile pack, FrameId id, PackFrame frame) throws IOException {
    List<Fingerprint> bases = reader.bases(id);
    byte[] plain = null;
    int offset = 0;
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      int length = frame.chunkLengths()[chunk];
      Fingerprint fingerprint = frame.fingerprint(chunk);
      Fingerprint base = bases.get(BasePairs.base(chunk, frame.chunkCount(), bases.size()));
      if (replaced.size() < MAX_REPLACED && !replaced.containsKey(base) && marks.isReleased(base)) {
        if (marks.isLiveAlone(fingerprint)) {
          replaced.put(base, fingerprint); // a gc before this one wrote it
        } else if (marks.isMarked(fingerprint, pack.id())) {
          plain = plain == null ? read(id) : plain;
          if (written.add(fingerprint)) {
            target.add(pack.id(), PackLayout.CHUNKS, fingerprint, plain, offset, length, null);
          }
          replaced.put(base, fingerprint);
        }
      }
      offset += length;
    }
  }

  /** Moves what is live in a frame. */
  void move(PackFile pack, FrameId id, PackFrame frame) throws IOException {
    List<Fingerprint> bases = reader.bases(id);
    boolean staysWhole = true;
    for (Fingerprint base : bases) {
      if (!target.hasBase(base)) {
        throw new DamagedException(PackLayout.key(pack.id()), "a frame builds on what is lost");
      }
      staysWhole &= !marks.isReleased(base);
    }
    boolean[] moves = new boolean[frame.chunkCount()];
    boolean any = false;
    for (int chunk = 0; chunk < moves.length; chunk++) {
      Fingerprint fingerprint = frame.fingerprint(chunk);
      moves[chunk] =
          marks.isMarked(fingerprint, pack.id())
              && !target.isPending(fingerprint)
              && !written.contains(fingerprint);
      any |= moves[chunk];
      staysWhole &= moves[chunk] && target.isSame(frame.fingerprint(0), fingerprint, pack.id());
    }
    if (staysWhole) {
      target.add(pack.id(), frame, reader.readStored(id));
    } else if (any) {
      moveChunks(pack, id, frame, bases, moves);
    }
  }

  private void moveChunks(
      PackFile pack, FrameId id, PackFrame frame, List<Fingerprint> bases, boolean[] moves)
      throws IOException {
    byte[] plain = read(id);
    int offset = 0;
    for (int chunk = 0; chunk < moves.length; chunk++) {
      int length = frame.chunkLengths()[chunk];
      Fingerprint fingerprint = frame.fingerprint(chunk);
      if (moves[chunk] && !target.isPending(fingerprint)) {
        Fingerprint base = bases.get(BasePairs.base(chunk, moves.length, bases.size()));
        target.add(pack.id(), PackLayout.CHUNKS, fingerprint, plain, offset, length, base(base));
      }
      offset += length;
    }
  }

  /** What a chunk is to be compressed after; null if nothing is left of what it was. */
  private @Nullable Base base(Fingerprint old) throws DamagedException {
    Fingerprint now = marks.isReleased(old) ? replaced.get(old) : old;
    Place was = target.place(old);
    Place place = now == null ? null : target.place(now);
    if (now == null || was == null || place == null || place.length() > frameSize) {
      return null;
    }
    // what the old one took tells more than a place that a dry run does not know
    double stored = was.storedLength() / was.length() * place.length();
    return new Base(now, place.length(), (int) stored);
  }

  private byte[] read(FrameId id) throws IOException {
    byte[] plain = new byte[id.plainLength()];
    reader.read(id, plain);
    return plain;
  }
}
