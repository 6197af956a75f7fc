package io.intarsia.library.checkin.assemble;

import io.intarsia.library.checkin.cut.Piece;
import io.intarsia.library.checkin.plan.OwnedRanges;
import io.intarsia.library.manifest.BlockMapWriter;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the skeleton's chunks and writes the block map: skeleton pieces as they come, owned ranges
 * where they lie between.
 */
final class BlockMapAssembler {
  private final Inserter inserter;
  private final OwnedRanges owned;
  private final ContentIds ids;
  private final BlockMapWriter map;
  private int nextOwned;
  private long newBytes;

  BlockMapAssembler(Inserter inserter, OwnedRanges owned, ContentIds ids, long diskSize) {
    this.inserter = inserter;
    this.owned = owned;
    this.ids = ids;
    this.map = new BlockMapWriter(inserter::putObject, diskSize);
  }

  /** Plain bytes of chunks that were not stored before. */
  long newBytes() {
    return newBytes;
  }

  /** Takes the next pieces of the skeleton; the contents that own what lies before are complete. */
  void pieces(List<Piece> pieces, byte[] buffer) throws IOException {
    for (Piece piece : pieces) {
      placeOwned(piece.offset());
      Fingerprint fingerprint = piece.fingerprint();
      if (fingerprint == null) {
        map.zeros(piece.length());
        continue;
      }
      if (inserter.putChunk(fingerprint, buffer, piece.bufferOffset(), piece.chunkLength())) {
        newBytes += piece.chunkLength();
      }
      map.chunk(fingerprint, piece.from(), piece.length());
    }
  }

  /** Ends the map and returns its nodes. */
  List<@Nullable Fingerprint> finish(long diskSize) throws IOException {
    placeOwned(diskSize);
    return map.finish();
  }

  private void placeOwned(long to) throws IOException {
    while (map.position() < to) {
      if (nextOwned >= owned.size() || owned.disk(nextOwned) != map.position()) {
        throw new IllegalStateException("nothing covers the disk at " + map.position());
      }
      map.place(ids.get(owned.content(nextOwned)), owned.file(nextOwned), owned.length(nextOwned));
      nextOwned++;
    }
  }
}
