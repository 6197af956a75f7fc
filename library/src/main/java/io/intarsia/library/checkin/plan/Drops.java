package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.partition.VolumeMap;
import io.intarsia.library.record.Dropped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the bytes that may become zeros: blocks that a sound allocation map calls free, of file
 * systems that were understood without problems and whose map agrees with the files that were
 * found; and swap spaces and files that nobody needs. What shares bytes with another place or file
 * keeps them.
 */
final class Drops {
  private static final String FREE_SPACE = "free space";

  private final ByteSource disk;
  private final List<PlacePlan> places;
  private final Contents contents;
  private final OwnedRanges owned;
  private final HiddenRanges hidden;
  private final List<Dropped> dropped = new ArrayList<>();

  /** Hides ranges, or says why it does not. */
  @FunctionalInterface
  private interface Hiding {
    void hide() throws IOException;
  }

  /**
   * @param places replaced by ones that say the reason where something is kept for one
   */
  Drops(
      ByteSource disk,
      List<PlacePlan> places,
      Contents contents,
      OwnedRanges owned,
      HiddenRanges hidden) {
    this.disk = disk;
    this.places = places;
    this.contents = contents;
    this.owned = owned;
    this.hidden = hidden;
  }

  /** What was dropped, in the order in which it was collected. */
  List<Dropped> dropped() {
    return dropped;
  }

  /** Drops what the file systems' allocation maps call free. */
  void freeSpace() throws IOException {
    for (int i = 0; i < places.size(); i++) {
      PlacePlan plan = places.get(i);
      PlacePlan.FilePlan files = plan.files();
      VolumeMap map = plan.place().map();
      if (files != null && map != null) {
        FreeRanges free = new FreeRanges(plan.place(), map, owned, hidden);
        drop(
            i,
            FREE_SPACE,
            plan.place().name(),
            () -> {
              if (plan.problem() != null) {
                throw new MalformedException(
                    plan.place().name(), "the file system was not read in full");
              }
              requireAlone(plan.place(), map);
              files.fileSystem().freeSpace(free);
            });
      }
    }
  }

  /** Drops the pages of a swap space but its first; what lies behind its last one stays. */
  void swapSpace(int number, SwapSpace swap) throws IOException {
    Place place = places.get(number).place();
    VolumeMap map = place.map();
    if (map == null) {
      return;
    }
    drop(
        number,
        swap.kind().label(),
        place.name(),
        () -> {
          if (swap.lastPage() == 0) {
            throw new MalformedException(place.name(), "its header does not say how long it is");
          }
          requireAlone(place, map);
          map.visit(
              swap.pageBytes(),
              swap.lastPage() * swap.pageBytes(),
              (_, at, length) -> hidden.add(at, at + length));
        });
  }

  /** Drops a file's bytes. */
  void file(int number, SpecialFiles.JunkFile file) throws IOException {
    Place place = file.place();
    VolumeMap map = place.map();
    String where = place.name() + ":" + new String(file.path(), StandardCharsets.UTF_8);
    drop(
        number,
        file.kind().label(),
        where,
        () -> {
          if (map == null || contents.isElsewhere(file.content())) {
            throw new UnsupportedException(where, "its bytes do not lie in place");
          }
          requireAlone(place, map);
          if (owned.isDisputed(file.content())) {
            throw new MalformedException(where, "another file has some of its bytes");
          }
          contents.visitClaims(
              file.content(),
              (from, at, length) -> {
                long kept = Math.clamp(file.kept() - from, 0, length);
                if (kept < length) {
                  hidden.add(at + kept, at + length);
                }
              });
        });
  }

  private void drop(int number, String what, String where, Hiding hiding) throws IOException {
    int before = hidden.size();
    try {
      hiding.hide();
      long bytes = hidden.dataBytes(disk, before);
      if (bytes > 0) {
        dropped.add(new Dropped(what, where, bytes));
      }
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      hidden.truncate(before);
      places.set(number, places.get(number).withProblem(what + " kept: " + e.getMessage()));
    }
  }

  /** Physical volumes hold the logical ones, and are not beside them. */
  private void requireAlone(Place place, VolumeMap map) throws MalformedException {
    if (Areas.overlapsItself(map)) {
      throw new MalformedException(place.name(), "it has some bytes twice");
    }
    for (PlacePlan other : places) {
      VolumeMap theirs = other.place().map();
      boolean holds =
          place instanceof Place.OfVolume && Planner.PHYSICAL_VOLUME.equals(other.signature());
      if (theirs != null && !holds && !other.place().equals(place) && Areas.overlap(map, theirs)) {
        throw new MalformedException(place.name(), "it overlaps " + other.place().name());
      }
    }
  }
}
