package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.formats.UnsupportedException;

/** Which incompatible features and states are read, and the names of those that are not. */
final class Features {
  /** By bit; null where Linux has given none. Those that are read are in {@link #READ}. */
  private static final String[] INCOMPAT = {
    "mixed-backref",
    "default-subvol",
    "mixed-bg",
    "compress-lzo",
    "compress-zstd",
    "big-metadata",
    "extended-iref",
    "raid56",
    "skinny-metadata",
    "no-holes",
    "metadata-uuid",
    "raid1c34",
    "zoned",
    "extent-tree-v2",
    "raid-stripe-tree",
    "feature bit 15",
    "simple-quota",
    "remap-tree"
  };

  /** Everything up to raid1c34, and simple-quota: bits 0 to 11 and 16. */
  private static final long READ = 0x10FFF;

  private static final long HARMLESS_FLAGS =
      FLAG_WRITTEN | FLAG_RELOC | FLAG_ERROR | FLAG_SEEDING | FLAG_CHANGING_BG_TREE;

  private Features() {}

  static void requireKnown(String where, long incompat, long flags) throws UnsupportedException {
    long unknown = incompat & ~READ;
    if (unknown != 0) {
      int bit = Long.numberOfTrailingZeros(unknown);
      String name = bit < INCOMPAT.length ? INCOMPAT[bit] : "feature bit " + bit;
      throw new UnsupportedException(where, "btrfs " + name);
    }
    if ((flags & (FLAG_METADUMP | FLAG_METADUMP_V2)) != 0) {
      throw new UnsupportedException(where, "btrfs metadump, which has no data");
    }
    if ((flags & (FLAG_CHANGING_FSID | FLAG_CHANGING_FSID_V2)) != 0) {
      throw new UnsupportedException(where, "btrfs whose UUID is being changed");
    }
    if ((flags & ~HARMLESS_FLAGS) != 0) {
      throw new UnsupportedException(
          where, "btrfs superblock flags 0x" + Long.toHexString(flags & ~HARMLESS_FLAGS));
    }
  }
}
