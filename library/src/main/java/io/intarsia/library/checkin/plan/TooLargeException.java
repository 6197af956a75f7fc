package io.intarsia.library.checkin.plan;

import java.io.IOException;

/** A file system has more inodes or extents than planning may hold in memory. */
final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  TooLargeException(String type) {
    super(
        type
            + ": more than "
            + PlanLimits.MAX_INODES
            + " files or "
            + PlanLimits.MAX_CLAIMS
            + " extents; stored as blocks");
  }
}
