package io.intarsia.library.repair;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.maintenance.Restoration;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The chunks that are still to be found. */
final class Wanted {
  private final Restoration restoration;
  private final Set<Fingerprint> missing;
  private final Fingerprints fingerprints;

  Wanted(Restoration restoration, Fingerprints fingerprints, Set<Fingerprint> missing) {
    this.fingerprints = fingerprints;
    this.restoration = restoration;
    this.missing = new LinkedHashSet<>(missing);
  }

  /** How the store names chunks. */
  Fingerprints fingerprints() {
    return fingerprints;
  }

  boolean isEmpty() {
    return missing.isEmpty();
  }

  boolean contains(Fingerprint fingerprint) {
    return missing.contains(fingerprint);
  }

  List<Fingerprint> list() {
    return List.copyOf(missing);
  }

  /** What is known of a chunk: its length and its anchor. */
  Restoration.Lost known(Fingerprint fingerprint) {
    Restoration.Lost known = restoration.lost(fingerprint);
    return known == null ? UNKNOWN : known;
  }

  private static final Restoration.Lost UNKNOWN = new Restoration.Lost(-1, 0);

  /** Takes bytes if a chunk that is still missing consists of them. */
  boolean offer(byte[] bytes, int offset, int length) throws IOException {
    return take(fingerprints.ofChunk(bytes, offset, length), bytes, offset, length);
  }

  /** The same of bytes whose fingerprint was computed. */
  boolean take(Fingerprint fingerprint, byte[] bytes, int offset, int length) throws IOException {
    if (!missing.remove(fingerprint)) {
      return false;
    }
    restoration.putChunk(fingerprint, bytes, offset, length);
    return true;
  }
}
