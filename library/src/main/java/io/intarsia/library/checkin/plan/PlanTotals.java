package io.intarsia.library.checkin.plan;

/**
 * What the file systems of one image have taken together of {@link PlanLimits}; nothing more once
 * it is stopped.
 */
final class PlanTotals {
  private final long imageBytes;
  private int inodes;
  private long claimedBytes;
  private long madeBytes;
  private volatile boolean stopped;

  PlanTotals(long imageBytes) {
    this.imageBytes = imageBytes;
  }

  /** Gives out no more inodes. Any thread. */
  void stop() {
    stopped = true;
  }

  /** Throws once this was stopped. */
  void requireWanted() throws PlanStoppedException {
    if (stopped) {
      throw new PlanStoppedException();
    }
  }

  /** Counts an inode. */
  void inode(String type) throws TooLargeException, PlanStoppedException {
    requireWanted();
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
