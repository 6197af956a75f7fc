package io.intarsia.library.view;

import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the bytes of one block map segment are, resolved to chunks, in order of the disk. What
 * stands between is zero.
 */
final class SegmentPlaces {
  private record Place(long disk, int length, Fingerprint chunk, int from) {}

  private final List<Place> places = new ArrayList<>();

  private SegmentPlaces() {}

  static SegmentPlaces load(ObjectSource objects, BlockMap map, long segment) throws IOException {
    SegmentPlaces loaded = new SegmentPlaces();
    ImageView.visitChunks(
        objects,
        map,
        segment,
        segment + 1,
        (disk, chunk, from, length) -> loaded.places.add(new Place(disk, length, chunk, from)));
    return loaded;
  }

  int size() {
    return places.size();
  }

  long disk(int i) {
    return places.get(i).disk();
  }

  int length(int i) {
    return places.get(i).length();
  }

  Fingerprint chunk(int i) {
    return places.get(i).chunk();
  }

  int from(int i) {
    return places.get(i).from();
  }

  /** Number of the first place that ends after the offset; {@link #size()} when there is none. */
  int firstEndingAfter(long offset) {
    int low = 0;
    int high = places.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places.get(middle).disk() + places.get(middle).length() > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
