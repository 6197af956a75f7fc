package io.intarsia.store.maintenance;

import io.intarsia.store.chunk.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects damage; what is lost is known only at the end. Thread-safe. */
final class Damages {
  /**
   * Damage of which it is not yet known what is lost.
   *
   * @param affected chunks and objects whose copy in this file cannot be read
   * @param isLeftBehind as in {@link VerifyResult.Damage}
   */
  record Found(String file, String what, List<Fingerprint> affected, boolean isLeftBehind) {}

  private final List<Found> found = new ArrayList<>();

  void add(String file, String what, List<Fingerprint> affected) {
    add(new Found(file, what, List.copyOf(affected), false));
  }

  synchronized void add(Found one) {
    found.add(one);
  }

  void add(String file, String what) {
    add(file, what, List.of());
  }

  /** By file. */
  synchronized List<Found> list() {
    List<Found> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(Found::file));
    return sorted;
  }
}
