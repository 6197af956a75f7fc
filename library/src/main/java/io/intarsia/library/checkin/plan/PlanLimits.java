package io.intarsia.library.checkin.plan;

/**
 * Bounds on what planning one image may hold in memory. Past them a file system is stored as
 * blocks, which costs deduplication and never correctness.
 */
final class PlanLimits {
  /** Files and directories of an image; about 120 bytes each. */
  static final int MAX_INODES = 1_000_000;

  /** Claims of an image; about 60 bytes each while they are settled. */
  static final int MAX_CLAIMS = 2_000_000;

  /**
   * Times the size of its partition that the contents of a file system may claim together
   * (reflinks, hostile overlaps).
   */
  static final int MAX_CLAIMED_RATIO = 2;

  /**
   * Logical size of a file whose chunks are listed; a larger one, all but its end a hole, would
   * have too many holes to list.
   */
  static final long MAX_CONTENT_BYTES = 1L << 47;

  private PlanLimits() {}
}
