package io.intarsia.store.maintenance;

import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.Collection;

/** Which objects the versions need that are not removed. The library implements it. */
public interface RootsSource {
  /**
   * The manifests of all versions that are not removed.
   *
   * @return the roots, and the number of the newest record that they take into account
   */
  Roots roots() throws IOException;

  /**
   * What {@link RootsSource#roots} says.
   *
   * @param objects fingerprints of the root objects
   * @param lastRecord number of the newest record taken into account
   */
  record Roots(Collection<Fingerprint> objects, long lastRecord) {}
}
