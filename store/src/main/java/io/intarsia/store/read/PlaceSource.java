package io.intarsia.store.read;

import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;

/** Says where chunks lie. Thread-safe. */
@FunctionalInterface
public interface PlaceSource {
  /**
   * All places of a chunk, the best first; none if it is not known.
   *
   * @throws io.intarsia.store.error.DamagedException if that cannot be told
   */
  List<Place> places(Fingerprint fingerprint) throws IOException;
}
