package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The blocks that the file system's own structures take, as far as they are known without the block
 * bitmaps: superblocks, descriptors, bitmaps, inode tables, journal, multi-mount protection.
 */
final class MetadataBlocks {

  /** Blocks {@code [start, end)}. */
  record Range(long start, long end) {}

  private final Volume volume;
  private final List<Range> ranges = new ArrayList<>();

  private MetadataBlocks(Volume volume) {
    this.volume = volume;
  }

  /** Ascending; ranges do not overlap. */
  static List<Range> of(Volume volume) throws IOException {
    MetadataBlocks blocks = new MetadataBlocks(volume);
    for (int group = 0; group < volume.superblock().groups(); group++) {
      blocks.addGroup(group);
    }
    blocks.addSingles();
    return blocks.merged();
  }

  private void addGroup(int group) throws IOException {
    Superblock superblock = volume.superblock();
    GroupDescriptor descriptor = volume.group(group);
    long first = volume.layout().firstBlock(group);
    long copies = Math.min(volume.layout().copies(group), volume.layout().blocks(group));
    if (copies > 0) {
      add(first, copies);
    }
    add(descriptor.blockBitmap(), 1);
    add(descriptor.inodeBitmap(), 1);
    long tableBytes = (long) superblock.inodesPerGroup() * superblock.inodeSize();
    add(descriptor.inodeTable(), volume.blocksFor(tableBytes));
  }

  private void addSingles() throws IOException {
    Superblock superblock = volume.superblock();
    if (superblock.features().hasIncompat(INCOMPAT_MMP) && superblock.mmpBlock() != 0) {
      add(superblock.mmpBlock(), 1);
    }
    long journal = superblock.journalInode();
    if (superblock.features().hasCompat(COMPAT_HAS_JOURNAL) && journal != 0) {
      FileMap.visit(
          volume,
          volume.inode(journal),
          (logical, physical, count, written) -> add(physical, count));
    }
  }

  private void add(long first, long count) throws IOException {
    if (first < volume.superblock().firstDataBlock() || !volume.holds(first, count)) {
      throw volume.malformed("metadata at block " + first + " outside the file system");
    }
    ranges.add(new Range(first, first + count));
  }

  private List<Range> merged() {
    ranges.sort(Comparator.comparingLong(Range::start));
    List<Range> merged = new ArrayList<>();
    for (Range range : ranges) {
      if (!merged.isEmpty() && merged.getLast().end() >= range.start()) {
        Range last = merged.removeLast();
        merged.add(new Range(last.start(), Math.max(last.end(), range.end())));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }
}
