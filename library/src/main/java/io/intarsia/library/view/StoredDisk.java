package io.intarsia.library.view;

import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.store.chunk.Fingerprint;

/**
 * A disk of a stored version.
 *
 * @param number from 0
 * @param id fingerprint of its manifest
 */
public record StoredDisk(int number, Fingerprint id, DiskManifest manifest) {

  /** {@code d0}. */
  public String name() {
    return "d" + number;
  }
}
