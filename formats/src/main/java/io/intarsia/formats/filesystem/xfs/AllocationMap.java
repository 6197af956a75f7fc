package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;

/** The free space of all allocation groups, believed only when everything about it is right. */
final class AllocationMap {
  private final Volume volume;

  AllocationMap(Volume volume) {
    this.volume = volume;
  }

  /** Visits free ranges in bytes, after all groups were found sound. */
  void freeSpace(RangeVisitor visitor) throws IOException {
    requireSound();
    long groups = volume.superblock().agCount();
    for (long group = 0; group < groups; group++) {
      new GroupAllocation(volume, group, (offset, length) -> {}).visit();
    }
    for (long group = 0; group < groups; group++) {
      new GroupAllocation(volume, group, visitor).visit();
    }
  }

  private void requireSound() throws IOException {
    Superblock superblock = volume.superblock();
    if ((superblock.roCompat() & ~RO_COMPAT_KNOWN) != 0) {
      throw new UnsupportedException(
          volume.source().description(), "free space with unknown XFS features");
    }
    if (superblock.hasIncompat(INCOMPAT_NEEDSREPAIR)) {
      throw volume.malformed("allocation map is not sound: the file system needs repair");
    }
    if (superblock.dataBlocks() > volume.source().size() >> superblock.blockLog()) {
      throw volume.malformed("allocation map is not sound: the file system is cut short");
    }
  }
}
