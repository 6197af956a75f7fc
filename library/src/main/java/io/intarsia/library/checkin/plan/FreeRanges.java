package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.partition.VolumeMap;
import java.io.IOException;

/** Hides the free ranges of one file system, wherever its place's bytes lie. */
final class FreeRanges implements FileSystem.RangeVisitor {
  private final Place place;
  private final VolumeMap map;
  private final OwnedRanges owned;
  private final HiddenRanges hidden;
  private long end;

  FreeRanges(Place place, VolumeMap map, OwnedRanges owned, HiddenRanges hidden) {
    this.place = place;
    this.map = map;
    this.owned = owned;
    this.hidden = hidden;
  }

  @Override
  public void range(long offset, long length) throws IOException {
    if (!Ranges.fits(offset, length, place.length()) || offset < end) {
      throw new MalformedException(place.name(), "its allocation map is not in order");
    }
    end = offset + length;
    map.visit(offset, length, (_, disk, bytes) -> hide(disk, bytes));
  }

  private void hide(long disk, long bytes) throws MalformedException {
    int next = owned.firstEndingAfter(disk);
    if (next < owned.size() && owned.disk(next) < disk + bytes) {
      throw new MalformedException(place.name(), "its allocation map calls a file's blocks free");
    }
    hidden.add(disk, disk + bytes);
  }
}
