package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

/** Where a block group lies, and which superblock and descriptor copies stand at its start. */
final class GroupLayout {
  private final Superblock superblock;
  private final boolean metaGroups;

  GroupLayout(Superblock superblock) {
    this.superblock = superblock;
    this.metaGroups = superblock.features().hasIncompat(INCOMPAT_META_BG);
  }

  long firstBlock(long group) {
    return superblock.firstDataBlock() + group * superblock.blocksPerGroup();
  }

  /** Blocks of the group; the last group may have fewer than the others. */
  long blocks(long group) {
    return Math.min(superblock.blocksPerGroup(), superblock.blocksCount() - firstBlock(group));
  }

  /** Block that holds the group's descriptor. */
  long descriptorBlock(long group) {
    long index = group / superblock.descriptorsPerBlock();
    if (!metaGroups || index < superblock.firstMetaGroup()) {
      return superblockBlock() + 1 + index;
    }
    long holder = index * superblock.descriptorsPerBlock();
    int before = hasSuperblock(holder) ? 1 : 0;
    return firstBlock(holder) + before + bootBlocks(holder);
  }

  /** Blocks at the start of the group taken by boot block, superblock, descriptors and reserve. */
  long copies(long group) {
    long copies = hasSuperblock(group) ? 1 : 0;
    long index = group / superblock.descriptorsPerBlock();
    if (metaGroups && index >= superblock.firstMetaGroup()) {
      return bootBlocks(group) + copies + (holdsMetaDescriptors(group) ? 1 : 0);
    }
    if (copies == 0) {
      return 0;
    }
    long table =
        metaGroups
            ? superblock.firstMetaGroup()
            : Math.ceilDiv(superblock.groups(), superblock.descriptorsPerBlock());
    return bootBlocks(group) + copies + table + superblock.reservedGdtBlocks();
  }

  private boolean holdsMetaDescriptors(long group) {
    long inMetaGroup = group % superblock.descriptorsPerBlock();
    return inMetaGroup <= 1 || inMetaGroup == superblock.descriptorsPerBlock() - 1;
  }

  /** With 1 KiB blocks and bigalloc, group 0 begins at the boot block. */
  private int bootBlocks(long group) {
    return group == 0 && superblockBlock() > superblock.firstDataBlock() ? 1 : 0;
  }

  private long superblockBlock() {
    return SUPERBLOCK_OFFSET / superblock.blockSize();
  }

  private boolean hasSuperblock(long group) {
    if (group == 0) {
      return true;
    }
    if (superblock.features().hasCompat(COMPAT_SPARSE_SUPER2)) {
      long[] backups = superblock.backupGroups();
      return group == backups[0] || group == backups[1];
    }
    return group == 1
        || !superblock.features().hasRoCompat(RO_COMPAT_SPARSE_SUPER)
        || isPower(group, 3)
        || isPower(group, 5)
        || isPower(group, 7);
  }

  private static boolean isPower(long number, int base) {
    long power = base;
    while (power < number) {
      power *= base;
    }
    return power == number;
  }
}
