package io.intarsia.formats.filesystem.ntfs;

/** How the compression units of an attribute are kept. */
final class UnitMap {
  private UnitMap() {}

  /** Clusters from the given one that are allocated, at most {@code limit}, without a gap. */
  static int allocated(Runs runs, long vcn, int limit) {
    long at = vcn;
    for (int run = runs.runOf(vcn); run < runs.count() && at < vcn + limit; run++) {
      if (runs.place(run) == Runs.SPARSE) {
        break;
      }
      at = Math.min(runs.end(run), vcn + limit);
    }
    return (int) (at - vcn);
  }
}
