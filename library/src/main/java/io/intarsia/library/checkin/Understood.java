package io.intarsia.library.checkin;

import io.intarsia.catalog.VersionFileSystem;
import io.intarsia.library.checkin.plan.Place;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.view.StoredPlace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was made of one place.
 *
 * @param disk name of the disk on which it begins: {@code d0}
 * @param partition name of the partition on its disk: {@code p1}; {@code p0} is a whole disk
 *     without a table; of other places the name by which paths call it: {@code vg/lv}
 * @param place name by which paths call it: {@code d1/p1}
 * @param filesystem type by its signature, or null when nothing is known
 * @param files regular files whose contents are stored as such
 * @param problem why it was not, or not wholly, understood; null when it was
 */
public record Understood(
    String disk,
    String partition,
    String place,
    @Nullable String filesystem,
    long files,
    @Nullable String problem) {

  static List<Understood> of(List<PlacePlan> places) {
    List<Understood> understood = new ArrayList<>();
    for (PlacePlan plan : places) {
      PlacePlan.FilePlan files = plan.files();
      Place place = plan.place();
      understood.add(
          new Understood(
              "d" + place.disk(),
              place instanceof Place.OfPartition at ? at.partition().name() : place.name(),
              place.name(),
              plan.signature(),
              files == null ? 0 : files.fileCount(),
              plan.problem()));
    }
    return understood;
  }

  /**
   * What a stored image says of itself.
   *
   * @param fileSystems those that the catalog knows of its version
   */
  static List<Understood> of(StoredImage image, List<VersionFileSystem> fileSystems) {
    List<Understood> understood = new ArrayList<>();
    for (StoredPlace place : image.places()) {
      String partition =
          place.kind() == StoredPlace.Kind.PARTITION
              ? place.name().substring(Place.diskPrefix(place.disk()).length())
              : place.name();
      long files = 0;
      for (VersionFileSystem fs : fileSystems) {
        if (fs.disk() == place.disk() && fs.partition().equals(partition)) {
          files = fs.files();
        }
      }
      understood.add(
          new Understood(
              "d" + place.disk(),
              partition,
              place.name(),
              place.signature(),
              files,
              place.problem()));
    }
    return understood;
  }
}
