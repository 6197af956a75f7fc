package io.intarsia.formats.filesystem.ext4;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.UnsupportedException;
import org.jspecify.annotations.Nullable;

/** The three feature words of a superblock (s_feature_compat, _incompat, _ro_compat). */
record Features(int compat, int incompat, int roCompat) {
  /** Incompatible features that this reader understands. */
  private static final int KNOWN_INCOMPAT = 0x3E7D6;

  /** Read-only compatible features under which block bitmaps still mean what they say. */
  private static final int KNOWN_RO_COMPAT = 0x1F77F;

  /** Features that a file system called ext2 or ext3 may have. */
  private static final int EXT3_RO_COMPAT = 0x7;

  private static final int EXT2_INCOMPAT = 0x12;
  private static final int EXT3_INCOMPAT = EXT2_INCOMPAT | Ext4Layout.INCOMPAT_RECOVER;

  static Features parse(byte[] superblock) {
    return new Features(
        LittleEndian.i32(superblock, Ext4Layout.S_FEATURE_COMPAT),
        LittleEndian.i32(superblock, Ext4Layout.S_FEATURE_INCOMPAT),
        LittleEndian.i32(superblock, Ext4Layout.S_FEATURE_RO_COMPAT));
  }

  boolean hasCompat(int bit) {
    return (compat & bit) != 0;
  }

  boolean hasIncompat(int bit) {
    return (incompat & bit) != 0;
  }

  boolean hasRoCompat(int bit) {
    return (roCompat & bit) != 0;
  }

  boolean onlyKnownRoCompat() {
    return (roCompat & ~KNOWN_RO_COMPAT) == 0;
  }

  /** As blkid decides it. */
  String type() {
    boolean plain = (roCompat & ~EXT3_RO_COMPAT) == 0;
    if (hasCompat(Ext4Layout.COMPAT_HAS_JOURNAL)) {
      return plain && (incompat & ~EXT3_INCOMPAT) == 0 ? "ext3" : "ext4";
    }
    return plain && (incompat & ~EXT2_INCOMPAT) == 0 ? "ext2" : "ext4";
  }

  /** Refuses incompatible features that this reader does not know. */
  void requireKnown(String where) throws UnsupportedException {
    int unknown = incompat & ~KNOWN_INCOMPAT;
    if (unknown != 0) {
      int bit = Integer.numberOfTrailingZeros(unknown);
      String name = nameOfRefused(1 << bit);
      throw new UnsupportedException(
          where, "ext4 feature " + (name != null ? name : "incompat bit " + bit));
    }
  }

  private static @Nullable String nameOfRefused(int feature) {
    return switch (feature) {
      case 0x1 -> "compression";
      case 0x8 -> "journal_dev";
      case 0x1000 -> "dirdata";
      default -> null;
    };
  }
}
