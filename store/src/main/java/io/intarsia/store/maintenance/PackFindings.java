package io.intarsia.store.maintenance;

import io.intarsia.store.chunk.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What several threads find in one pack. Thread-safe. */
final class PackFindings {
  private final TreeMap<Long, List<Fingerprint>> affected = new TreeMap<>();
  private final TreeMap<Long, String> problems = new TreeMap<>();
  private final VerifyState.File file;
  private int underWay = 1;
  private boolean checkedAll = true;

  PackFindings(VerifyState.File file) {
    this.file = file;
  }

  /** The file that is checked. */
  VerifyState.File file() {
    return file;
  }

  /** A part of the pack is about to be checked. */
  synchronized void begin() {
    underWay++;
  }

  /** A part has been checked, or no part comes any more; true if it was the last. */
  synchronized boolean end() {
    return --underWay == 0;
  }

  /** Some of the frames are left out. */
  synchronized void leavesOut() {
    checkedAll = false;
  }

  /**
   * Something is wrong with a frame.
   *
   * @param at offset of the frame in the pack
   * @param chunks of the frame that cannot be read
   */
  synchronized void problem(long at, String what, List<Fingerprint> chunks) {
    problems.put(at, what);
    affected.put(at, List.copyOf(chunks));
  }

  synchronized boolean isDamaged() {
    return !problems.isEmpty();
  }

  /** Whether all frames were checked and nothing was wrong. */
  synchronized boolean isSound() {
    return checkedAll && problems.isEmpty();
  }

  /** What is wrong, of the first frame, and in how many more. */
  synchronized String what() {
    String first = problems.firstEntry().getValue();
    int more = problems.size() - 1;
    return more == 0 ? first : first + ", and " + more + " more frames";
  }

  /** Chunks that cannot be read, in order of the pack. */
  synchronized List<Fingerprint> affected() {
    List<Fingerprint> all = new ArrayList<>();
    affected.values().forEach(all::addAll);
    return all;
  }
}
