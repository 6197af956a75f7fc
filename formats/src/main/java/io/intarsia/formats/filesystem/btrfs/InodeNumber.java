package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.FIRST_FREE;

/**
 * One number for what it takes two to name: subvolume in bits 47 to 62, objectid in bits 0 to 45.
 * Bit 46 says that the objectid is not an inode's but the id of a subvolume that does not stand
 * here, so that an empty directory is seen in its place.
 *
 * @param subvolume as {@link Subvolumes} numbers it
 */
record InodeNumber(int subvolume, boolean placeholder, long objectId) {
  private static final int SUBVOLUME_SHIFT = 47;
  private static final long PLACEHOLDER = 1L << 46;
  private static final long MAX_OBJECT_ID = PLACEHOLDER - 1;

  static InodeNumber of(long number) {
    return new InodeNumber(
        (int) (number >>> SUBVOLUME_SHIFT), (number & PLACEHOLDER) != 0, number & MAX_OBJECT_ID);
  }

  /** Whether such an objectid can be a named inode or a subvolume, and has a number. */
  static boolean hasNumber(long objectId) {
    return objectId >= FIRST_FREE && objectId <= MAX_OBJECT_ID;
  }

  static long of(int subvolume, long objectId) {
    return (long) subvolume << SUBVOLUME_SHIFT | objectId;
  }

  static long placeholder(int subvolume, long childId) {
    return of(subvolume, childId) | PLACEHOLDER;
  }
}
