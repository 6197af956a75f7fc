package io.intarsia.library.checkin.plan;

/**
 * Bounds on what planning one image may hold in memory, and on what its file systems may make of
 * its bytes. Past them a file or a file system is stored as blocks, which costs deduplication and
 * never correctness.
 */
final class PlanLimits {
  /** Files and directories of an image; 132 bytes each. */
  static final int MAX_INODES = 1_000_000;

  /** Claims of an image; about 60 bytes each while they are settled. */
  static final int MAX_CLAIMS = 2_000_000;

  /** Partitions, volumes and file systems in files. */
  static final int MAX_PLACES = 16_384;

  /** File systems in files. */
  static final int MAX_NESTED = 64;

  /**
   * Logical size of a file whose chunks are listed; a larger one, all but its end a hole, would
   * have too many holes to list.
   */
  static final long MAX_CONTENT_BYTES = 1L << 47;

  private static final int CLAIMED_RATIO = 2;
  private static final int MADE_RATIO = 16;
  private static final long MADE_BASE = 64L << 20;

  private PlanLimits() {}

  /**
   * Bytes that contents may claim in so many bytes of disk, those that several files have in common
   * without being equal counted for each (hostile overlaps).
   */
  static long claimable(long bytes) {
    return bytes * CLAIMED_RATIO;
  }

  /**
   * Bytes of contents that may be made of so many bytes of disk (compression bombs); file systems
   * of a few blocks may hold many times their size in zeros.
   */
  static long makeable(long bytes) {
    return bytes * MADE_RATIO + MADE_BASE;
  }
}
