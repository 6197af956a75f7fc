package io.intarsia.library.checkin.plan;

/** What the file systems of one image have taken together of {@link PlanLimits}. */
final class PlanTotals {
  private final long imageBytes;
  private int inodes;
  private long claimedBytes;
  private long madeBytes;

  PlanTotals(long imageBytes) {
    this.imageBytes = imageBytes;
  }

  /** Counts an inode. */
  void inode(String type) throws TooLargeException {
    if (++inodes > PlanLimits.MAX_INODES) {
      throw new TooLargeException(type);
    }
  }

  /** Counts bytes of the disks that a file claims; false when they are too many. */
  boolean claim(long bytes) {
    if (bytes > PlanLimits.claimable(imageBytes) - claimedBytes) {
      return false;
    }
    claimedBytes += bytes;
    return true;
  }

  /** Counts bytes of a file that are made when it is read; false when they are too many. */
  boolean make(long bytes) {
    if (bytes > PlanLimits.makeable(imageBytes) - madeBytes) {
      return false;
    }
    madeBytes += bytes;
    return true;
  }
}
