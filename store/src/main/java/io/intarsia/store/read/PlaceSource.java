package io.intarsia.store.read;

import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import java.util.List;

/** Says where chunks lie. Thread-safe. */
@FunctionalInterface
public interface PlaceSource {
  /**
   * All places of a chunk, the best first; none if it is not known.
   *
   * @throws DamagedException if that cannot be told
   */
  List<Place> places(Fingerprint fingerprint) throws DamagedException;
}
