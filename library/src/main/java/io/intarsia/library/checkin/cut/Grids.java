package io.intarsia.library.checkin.cut;

import io.intarsia.formats.partition.VolumeMap;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.PlacePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which grid the skeleton is cut on at each place: one of chunk size, counted from the start of the
 * partition or volume, since file systems count their blocks from there. No zone belongs to two
 * disks.
 */
final class Grids {
  /** A range with its grid. */
  record Zone(long from, long to, Run.Grid grid) {}

  private List<Zone> zones = new ArrayList<>();
  private int current;

  Grids(ImagePlan plan, int chunkSize) {
    List<Zone> understood = new ArrayList<>();
    List<Zone> others = new ArrayList<>();
    for (PlacePlan place : plan.places()) {
      addAreas(place.place().map(), chunkSize, place.files() != null ? understood : others);
    }
    overlay(understood);
    overlay(others);
    List<Zone> disks = new ArrayList<>();
    for (ImagePlan.Disk disk : plan.disks()) {
      disks.add(new Zone(disk.start(), disk.end(), new Run.Grid(disk.start(), chunkSize)));
    }
    overlay(disks);
  }

  private static void addAreas(@Nullable VolumeMap map, int cell, List<Zone> into) {
    if (map != null) {
      for (VolumeMap.Segment segment : map.segments()) {
        for (long area : segment.areas()) {
          into.add(new Zone(area, area + segment.areaBytes(), new Run.Grid(area, cell)));
        }
      }
    }
  }

  /** Adds zones where there are none yet; of those that overlap, the one that begins first wins. */
  private void overlay(List<Zone> added) {
    added.sort(Comparator.comparingLong(Zone::from));
    List<Zone> merged = new ArrayList<>(zones.size() + added.size());
    int next = 0;
    long pos = 0;
    for (Zone zone : added) {
      pos = Math.max(pos, zone.from());
      while (next < zones.size() && zones.get(next).from() < zone.to()) {
        Zone before = zones.get(next++);
        addPart(merged, zone, pos, before.from());
        merged.add(before);
        pos = Math.max(pos, before.to());
      }
      addPart(merged, zone, pos, zone.to());
      pos = Math.max(pos, zone.to());
    }
    merged.addAll(zones.subList(next, zones.size()));
    zones = merged;
  }

  private static void addPart(List<Zone> into, Zone zone, long from, long to) {
    if (from < to) {
      into.add(new Zone(from, to, zone.grid()));
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
