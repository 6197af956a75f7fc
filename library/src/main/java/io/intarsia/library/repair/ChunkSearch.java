package io.intarsia.library.repair;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.library.progress.Progress;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.List;

/**
 * Looks for missing chunks in all sources: by fingerprint in stores; then, image by image, where
 * the versions have them, among the files, and at every sector.
 */
final class ChunkSearch {
  private final Wanted wanted;
  private final PlaceSearch places;
  private final int chunkSize;
  private final Progress progress;

  ChunkSearch(Wanted wanted, PlaceSearch places, int chunkSize, Progress progress) {
    this.wanted = wanted;
    this.places = places;
    this.chunkSize = chunkSize;
    this.progress = progress;
  }

  /** Looks by fingerprint. */
  void searchByName(RepairSource source) throws IOException {
    for (Fingerprint chunk : wanted.list()) {
      byte[] bytes = source.chunk(chunk);
      if (bytes != null) {
        wanted.take(chunk, bytes, 0, bytes.length);
      }
    }
  }

  /** Looks at the places that the versions name; quick. */
  void searchPlaces(RepairSource source) throws IOException {
    if (!wanted.isEmpty()) {
      source.visitDisks(disks -> {
        places.search(disks);
        return !wanted.isEmpty();
      });
    }
  }

  /** Reads all that is there. */
  void searchAll(RepairSource source) throws IOException {
    if (!wanted.isEmpty()) {
      progress.begin("searching " + source.name(), -1);
      source.visitDisks(this::searchAll);
      progress.end();
    }
  }

  /** What cannot be read of a source is of no use; the rest may be. */
  private boolean searchAll(List<ByteSource> disks) throws IOException {
    try {
      new ContentSearch(wanted, chunkSize).search(disks);
      for (ByteSource disk : disks) {
        new AnchorSearch(wanted).search(disk);
      }
    } catch (MalformedException | StoreException e) {
      return !wanted.isEmpty();
    }
    return !wanted.isEmpty();
  }
}
