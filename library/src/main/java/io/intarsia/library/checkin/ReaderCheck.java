package io.intarsia.library.checkin;

import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.view.StoredPlace;
import java.util.List;
import java.util.Objects;

/** Whether a stored image was read by the readers that would read it now. */
final class ReaderCheck {
  private ReaderCheck() {}

  /**
   * Compares places.
   *
   * @param now of a plan, or of its survey
   */
  static boolean isUpToDate(StoredImage stored, List<PlacePlan> now) {
    if (stored.places().size() != now.size()) {
      return false;
    }
    for (PlacePlan place : now) {
      StoredPlace before = stored.place(place.place().name());
      if (before == null || !isSame(before, place)) {
        return false;
      }
    }
    return true;
  }

  /** Problems are compared only where nothing was read: others are met while trees are written. */
  private static boolean isSame(StoredPlace before, PlacePlan now) {
    PlacePlan.FilePlan files = now.files();
    String reader = before.fileSystem() == null ? null : before.fileSystem().reader();
    String readerNow = files == null ? null : files.readerVersion();
    return Objects.equals(reader, readerNow)
        && Objects.equals(before.signature(), now.signature())
        && (files != null || Objects.equals(before.problem(), now.problem()));
  }
}
