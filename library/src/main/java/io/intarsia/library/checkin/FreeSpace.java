package io.intarsia.library.checkin;

/** What a check-in does with blocks that a file system says nobody uses. */
public enum FreeSpace {
  /** Stores them as they are: the disk comes back bit for bit. */
  KEEP,
  /** Stores them as zeros, where the allocation map is sound. */
  DROP
}
