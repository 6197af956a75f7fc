package io.intarsia.library.checkin.assemble;

import io.intarsia.formats.partition.VolumeMap;
import io.intarsia.formats.partition.lvm.LogicalVolume;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.Place;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.manifest.PlaceEntry;
import io.intarsia.store.chunk.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the manifest's entries of places that are no partitions. */
record PlaceEntries(List<ImagePlan.Disk> disks) {

  PlaceEntry.Volume volume(PlacePlan plan, @Nullable Fingerprint fileSystem) {
    LogicalVolume volume = ((Place.OfVolume) plan.place()).volume();
    VolumeMap map = volume.map();
    List<PlaceEntry.Segment> segments = new ArrayList<>();
    if (map != null) {
      for (VolumeMap.Segment segment : map.segments()) {
        List<PlaceEntry.Area> areas = segment.areas().stream().map(this::area).toList();
        segments.add(new PlaceEntry.Segment(segment.length(), segment.stripeBytes(), areas));
      }
    }
    return new PlaceEntry.Volume(
        volume.name(),
        plan.place().disk(),
        volume.kind(),
        volume.uuid(),
        volume.length(),
        segments,
        plan.signature(),
        plan.problem(),
        fileSystem);
  }

  private PlaceEntry.Area area(long place) {
    int disk = 0;
    while (disks.get(disk).end() <= place) {
      disk++;
    }
    return new PlaceEntry.Area(disk, place - disks.get(disk).start());
  }

  PlaceEntry.InFile inFile(PlacePlan plan, @Nullable Fingerprint fileSystem) {
    Place.OfFile file = (Place.OfFile) plan.place();
    return new PlaceEntry.InFile(
        file.around().name(),
        file.disk(),
        file.path(),
        file.length(),
        plan.signature(),
        plan.problem(),
        fileSystem);
  }
}
