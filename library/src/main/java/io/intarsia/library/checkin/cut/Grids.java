package io.intarsia.library.checkin.cut;

import io.intarsia.library.checkin.plan.DiskPlan;
import io.intarsia.library.checkin.plan.PartitionPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which grid the skeleton is cut on at each place: a fine one inside file systems that were
 * understood, where what is left is metadata and freed blocks in units of blocks; one of chunk size
 * elsewhere, counted from the partition's start.
 */
final class Grids {
  /** A range with its grid. */
  record Zone(long from, long to, Run.Grid grid) {}

  private final List<Zone> zones = new ArrayList<>();
  private int current;

  Grids(DiskPlan plan, int chunkSize) {
    List<PartitionPlan> inOrder = new ArrayList<>(plan.partitions());
    inOrder.sort(Comparator.comparingLong(p -> p.partition().offset()));
    long pos = 0;
    for (PartitionPlan part : inOrder) {
      long from = Math.max(pos, part.partition().offset());
      long to = part.partition().offset() + part.partition().length();
      if (from < to) {
        addOutside(pos, from, chunkSize);
        int cell = part.files() == null ? chunkSize : Math.min(Run.Grid.FINE_CELL_BYTES, chunkSize);
        zones.add(new Zone(from, to, new Run.Grid(part.partition().offset(), cell)));
        pos = to;
      }
    }
    addOutside(pos, Math.max(pos + 1, plan.disk().size()), chunkSize);
  }

  private void addOutside(long from, long to, int chunkSize) {
    if (from < to) {
      zones.add(new Zone(from, to, new Run.Grid(0, chunkSize)));
    }
  }

  /** The zone of a place; places are asked for in ascending order. */
  Zone at(long disk) {
    while (zones.get(current).to() <= disk) {
      current++;
    }
    return zones.get(current);
  }
}
