package io.intarsia.library.repair;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.maintenance.Restoration;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The chunks that are still to be found. */
final class Wanted {
  private final Restoration restoration;
  private final Set<Fingerprint> missing;
  private long found;

  Wanted(Restoration restoration, Set<Fingerprint> missing) {
    this.restoration = restoration;
    this.missing = new LinkedHashSet<>(missing);
  }

  boolean isEmpty() {
    return missing.isEmpty();
  }

  int count() {
    return missing.size();
  }

  boolean contains(Fingerprint fingerprint) {
    return missing.contains(fingerprint);
  }

  List<Fingerprint> list() {
    return List.copyOf(missing);
  }

  /** Chunks found so far. */
  long found() {
    return found;
  }

  /** What is known of a chunk: its length and its anchor. */
  Restoration.Lost known(Fingerprint fingerprint) {
    Restoration.Lost known = restoration.lost(fingerprint);
    return known == null ? UNKNOWN : known;
  }

  private static final Restoration.Lost UNKNOWN = new Restoration.Lost(-1, 0);

  /** Takes bytes if a chunk that is still missing consists of them. */
  boolean offer(byte[] bytes, int offset, int length) throws IOException {
    return take(Fingerprint.ofChunk(bytes, offset, length), bytes, offset, length);
  }

  /** The same of bytes whose fingerprint was computed. */
  boolean take(Fingerprint fingerprint, byte[] bytes, int offset, int length) throws IOException {
    if (!missing.remove(fingerprint)) {
      return false;
    }
    restoration.putChunk(fingerprint, bytes, offset, length);
    found++;
    return true;
  }
}
