package io.intarsia.library.checkin.assemble;

import io.intarsia.library.checkin.cut.Piece;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.OwnedRanges;
import io.intarsia.library.manifest.BlockMapWriter;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the skeleton's chunks and writes the disks' block maps: skeleton pieces as they come,
 * owned ranges where they lie between.
 */
final class BlockMapAssembler {
  private final Inserter inserter;
  private final OwnedRanges owned;
  private final ContentIds ids;
  private final List<ImagePlan.Disk> disks;
  private final KnownBlocks blocks;
  private final List<List<@Nullable Fingerprint>> nodes = new ArrayList<>();
  private BlockMapWriter map;
  private long mapStart;
  private int nextOwned;
  private long placedOfNext;
  private long newBytes;

  BlockMapAssembler(Inserter inserter, ImagePlan plan, Guide guide, ContentIds ids) {
    this.inserter = inserter;
    this.owned = plan.owned();
    this.disks = plan.disks();
    this.ids = ids;
    this.blocks = new KnownBlocks(inserter, guide);
    this.map = newMap(0);
  }

  /** Plain bytes of chunks that were not stored before. */
  long newBytes() {
    return newBytes;
  }

  KnownBlocks blocks() {
    return blocks;
  }

  /**
   * Takes the next pieces of the skeleton; the contents that own what lies before are complete.
   *
   * @param base disk offset of the start of some block there
   */
  void pieces(List<Piece> pieces, byte[] buffer, long base) throws IOException {
    for (Piece piece : pieces) {
      placeOwned(piece.offset());
      Fingerprint fingerprint = piece.fingerprint();
      if (fingerprint == null) {
        map.zeros(piece.length());
        continue;
      }
      if (inserter.reference(fingerprint)) {
        map.chunk(fingerprint, piece.from(), piece.length());
        continue;
      }
      if (blocks.mayHold(piece)) {
        newBytes += blocks.put(piece, fingerprint, buffer, base, map);
        continue;
      }
      if (inserter.putChunk(fingerprint, buffer, piece.bufferOffset(), piece.chunkLength())) {
        newBytes += piece.chunkLength();
      }
      map.chunk(fingerprint, piece.from(), piece.length());
    }
  }

  /** Ends the maps and returns each disk's nodes. */
  List<List<@Nullable Fingerprint>> finish() throws IOException {
    placeOwned(disks.getLast().end());
    nodes.add(map.finish());
    return nodes;
  }

  private BlockMapWriter newMap(int disk) {
    return new BlockMapWriter(inserter::putObject, disks.get(disk).size());
  }

  /** Where in the address space of all disks the next piece goes. */
  private long position() {
    return mapStart + map.position();
  }

  private void placeOwned(long to) throws IOException {
    nextDisk();
    while (position() < to) {
      if (nextOwned >= owned.size() || owned.disk(nextOwned) + placedOfNext != position()) {
        throw new IllegalStateException("nothing covers the disk at " + position());
      }
      long end = disks.get(nodes.size()).end();
      long length = Math.min(owned.length(nextOwned) - placedOfNext, end - position());
      map.place(ids.get(owned.content(nextOwned)), owned.file(nextOwned) + placedOfNext, length);
      placedOfNext += length;
      if (placedOfNext == owned.length(nextOwned)) {
        nextOwned++;
        placedOfNext = 0;
      }
      nextDisk();
    }
  }

  /** Goes on with the next disk's map when this one's is complete. */
  private void nextDisk() throws IOException {
    while (nodes.size() + 1 < disks.size() && position() == disks.get(nodes.size()).end()) {
      nodes.add(map.finish());
      mapStart = disks.get(nodes.size()).start();
      map = newMap(nodes.size());
    }
  }
}
