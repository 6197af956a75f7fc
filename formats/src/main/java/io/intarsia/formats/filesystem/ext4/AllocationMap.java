package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;
import java.util.List;

/** The block bitmaps of all groups, believed only when everything about them is right. */
final class AllocationMap {
  /** 64 TiB with 4 KiB blocks; bounds the memory for the metadata's places. */
  private static final int MAX_GROUPS = 1 << 19;

  private final Volume volume;
  private final Superblock superblock;
  private final GroupChecksum checksum;
  private final int ratio;

  AllocationMap(Volume volume) {
    this.volume = volume;
    this.superblock = volume.superblock();
    this.checksum = new GroupChecksum(superblock);
    this.ratio = superblock.clusterRatio();
  }

  /** Visits free ranges in bytes, after all bitmaps were found sound. */
  void freeSpace(RangeVisitor visitor) throws IOException {
    requireSound();
    List<MetadataBlocks.Range> metadata = MetadataBlocks.of(volume);
    sweep(metadata, new FreeRanges(superblock, (offset, length) -> {}));
    sweep(metadata, new FreeRanges(superblock, visitor));
  }

  private void requireSound() throws IOException {
    String where = volume.source().description();
    if (!superblock.features().onlyKnownRoCompat()) {
      throw new UnsupportedException(where, "free space with unknown ext4 features");
    }
    if (superblock.groups() > MAX_GROUPS) {
      throw new UnsupportedException(where, "free space of more than " + MAX_GROUPS + " groups");
    }
    boolean clean = (superblock.state() & (STATE_VALID | STATE_ERRORS)) == STATE_VALID;
    check(clean, "the file system was not unmounted cleanly or has errors");
    check(volume.holds(0, superblock.blocksCount()), "the file system is cut short");
  }

  private void sweep(List<MetadataBlocks.Range> metadata, FreeRanges free) throws IOException {
    int next = 0;
    for (int group = 0; group < superblock.groups(); group++) {
      long start = volume.layout().firstBlock(group);
      long blocks = volume.layout().blocks(group);
      byte[] raw = volume.rawDescriptor(group);
      GroupDescriptor descriptor = GroupDescriptor.parse(raw, raw.length);
      verify(group, raw, descriptor);
      boolean uninitialised =
          superblock.hasGroupChecksums() && (descriptor.flags() & BG_BLOCK_UNINIT) != 0;
      byte[] bitmap = uninitialised ? new byte[volume.blockSize()] : bitmap(group, descriptor);
      while (next < metadata.size() && metadata.get(next).start() < start + blocks) {
        MetadataBlocks.Range range = metadata.get(next);
        long from = Math.max(range.start(), start) - start;
        long to = Math.min(range.end() - start, blocks);
        mark(group, bitmap, from / ratio, Math.ceilDiv(to, ratio), uninitialised);
        if (range.end() > start + blocks) {
          break;
        }
        next++;
      }
      long count = free.group(start, blocks, bitmap);
      check(count == descriptor.freeClusters(), "free count of group " + group);
    }
    free.finish();
  }

  private void verify(int group, byte[] raw, GroupDescriptor descriptor) throws IOException {
    check(
        !superblock.hasGroupChecksums()
            || checksum.ofDescriptor(group, raw) == descriptor.checksum(),
        "checksum of group " + group);
  }

  private byte[] bitmap(int group, GroupDescriptor descriptor) throws IOException {
    byte[] bitmap = volume.block(descriptor.blockBitmap(), "bitmap of group " + group);
    check(
        !superblock.hasMetadataChecksums() || checksum.bitmapIsRight(bitmap, descriptor),
        "checksum of the bitmap of group " + group);
    return bitmap;
  }

  /** Metadata must be marked already, except in groups whose bitmap was never written. */
  private void mark(int group, byte[] bitmap, long from, long to, boolean uninitialised)
      throws IOException {
    for (int bit = (int) from; bit < to; bit++) {
      int mask = 1 << (bit & 7);
      check(uninitialised || (bitmap[bit >> 3] & mask) != 0, "metadata free in group " + group);
      bitmap[bit >> 3] |= (byte) mask;
    }
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("allocation map is not sound: " + what);
    }
  }
}
