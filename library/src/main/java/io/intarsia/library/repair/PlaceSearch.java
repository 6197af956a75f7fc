package io.intarsia.library.repair;

import io.intarsia.bytes.ByteSource;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.view.ImageView;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for missing chunks where the versions that need them have them: at the same offsets of
 * another disk. A chunk that lies there in several pieces is put together.
 */
final class PlaceSearch {
  private static final int MAX_PIECES = 64;
  private static final int MAX_CHUNK = 4 << 20;

  private final ObjectSource objects;
  private final Wanted wanted;
  private final Map<Fingerprint, List<Piece>> pieces = new HashMap<>();

  /** A piece of a chunk on a disk, and its first byte in the chunk. */
  private record Piece(long disk, int from, int length) {}

  PlaceSearch(ObjectSource objects, Wanted wanted) {
    this.objects = objects;
    this.wanted = wanted;
  }

  /** Notes where a version has missing chunks, as far as its block maps can be read. */
  void note(Fingerprint manifest) throws IOException {
    try {
      for (Fingerprint disk : ImageManifest.get(objects, manifest).disks()) {
        note(DiskManifest.get(objects, disk).blockMap(objects));
      }
    } catch (StoreException e) {
      // without its manifests nobody knows where the version has what
    }
  }

  private void note(BlockMap map) throws IOException {
    for (long pos = map.nextStored(0);
        pos < map.diskSize();
        pos = map.nextStored(pos + BlockMap.SEGMENT_BYTES)) {
      try {
        ImageView.visitChunks(objects, map, pos, pos + 1, this::note);
      } catch (StoreException e) {
        // a segment of the map that is lost itself
      }
    }
  }

  private void note(long disk, Fingerprint chunk, int from, int length) {
    if (wanted.contains(chunk)) {
      List<Piece> known = pieces.computeIfAbsent(chunk, _ -> new ArrayList<>());
      if (known.size() < MAX_PIECES) {
        known.add(new Piece(disk, from, length));
      }
    }
  }

  /** Looks at the places on some disks. */
  void search(List<ByteSource> disks) throws IOException {
    for (Fingerprint chunk : wanted.list()) {
      List<Piece> known = pieces.getOrDefault(chunk, List.of());
      for (ByteSource disk : disks) {
        if (wanted.contains(chunk)) {
          search(chunk, known, disk);
        }
      }
    }
  }

  private void search(Fingerprint chunk, List<Piece> known, ByteSource disk) throws IOException {
    int length = length(chunk, known);
    if (length <= 0 || length > MAX_CHUNK) {
      return;
    }
    byte[] bytes = new byte[length];
    for (Piece piece : known) {
      // mostly all of it lies in one piece, or goes on where the piece is cut off
      long start = piece.disk - piece.from;
      if (start >= 0 && read(disk, start, bytes, 0, length) && take(chunk, bytes)) {
        return;
      }
    }
    Arrays.fill(bytes, (byte) 0);
    for (Piece piece : known) {
      int end = Math.min(piece.length, length - piece.from);
      if (end > 0 && !read(disk, piece.disk, bytes, piece.from, end)) {
        return;
      }
    }
    take(chunk, bytes);
  }

  private boolean take(Fingerprint chunk, byte[] bytes) throws IOException {
    return Fingerprint.ofChunk(bytes, 0, bytes.length).equals(chunk)
        && wanted.take(chunk, bytes, 0, bytes.length);
  }

  private int length(Fingerprint chunk, List<Piece> known) {
    int length = wanted.known(chunk).length();
    if (length < 0) {
      for (Piece piece : known) {
        length = Math.max(length, piece.from + piece.length);
      }
    }
    return length;
  }

  /** False where the disk has no such bytes, or cannot give them. */
  private static boolean read(ByteSource disk, long at, byte[] into, int offset, int length) {
    if (at > disk.size() - length) {
      return false;
    }
    try {
      disk.read(at, into, offset, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
