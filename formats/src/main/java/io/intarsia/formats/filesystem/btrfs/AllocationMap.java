package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;

/**
 * What the trees of extents, of block groups and of the device say is used. They are believed only
 * when they agree with each other, with the chunks, and with the superblock's count.
 */
final class AllocationMap {
  private final Volume volume;
  private final Superblock superblock;
  private final ChunkMap chunks;

  AllocationMap(Volume volume) {
    this.volume = volume;
    this.superblock = volume.superblock();
    this.chunks = volume.chunks();
  }

  /** Visits free ranges of the device in bytes, after all was found sound. */
  void freeSpace(RangeVisitor visitor) throws IOException {
    requireSound();
    TreeRoot extents = tree(EXTENT_TREE);
    boolean apart = (superblock.compatRo() & COMPAT_RO_BLOCK_GROUP_TREE) != 0;
    TreeRoot groups = apart ? tree(BLOCK_GROUP_TREE) : extents;
    verifyGroups(extents, groups);
    sweepDevice(extents, (offset, length) -> {});
    sweepDevice(extents, visitor);
  }

  private void requireSound() throws IOException {
    if ((superblock.compatRo() & ~COMPAT_RO_KNOWN) != 0) {
      throw new UnsupportedException(
          volume.source().description(), "free space with unknown btrfs features");
    }
    check(superblock.logRoot() == 0, "the log was not replayed");
    check(superblock.checksum().verified(), "checksums were not verified");
    check(
        !superblock.has(FLAG_ERROR | FLAG_CHANGING_BG_TREE),
        "the file system has errors or is being converted");
    check(superblock.deviceBytes() >= 0, "size of the device");
    check(superblock.deviceBytes() <= volume.source().size(), "the file system is cut short");
  }

  private TreeRoot tree(long id) throws IOException {
    TreeRoot root = volume.tree(id);
    if (root == null) {
      throw malformed("tree " + id + " is missing");
    }
    return root;
  }

  /** Counts what is used in each chunk, all of it, and compares with what the groups say. */
  private void verifyGroups(TreeRoot extents, TreeRoot groups) throws IOException {
    long total = 0;
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      long[] free = {0};
      sweepChunk(extents, chunk, (from, to) -> free[0] += to - from);
      long used = chunks.end(chunk) - chunks.start(chunk) - free[0];
      check(used == usedOf(groups, chunk), "bytes used in block group " + chunks.start(chunk));
      total += used;
    }
    check(total == superblock.bytesUsed(), "bytes used");
  }

  private long usedOf(TreeRoot groups, int chunk) throws IOException {
    long start = chunks.start(chunk);
    Key key = new Key(start, BLOCK_GROUP_ITEM, chunks.end(chunk) - start);
    Cursor cursor = volume.cursor(groups);
    boolean found = cursor.seekBack(key) && cursor.key().equals(key);
    check(found && cursor.dataSize() >= BLOCK_GROUP_ITEM_SIZE, "block group " + start);
    return LittleEndian.i64(cursor.bytes(), cursor.dataAt() + BG_USED);
  }

  /** Takes a free range of logical addresses. */
  @FunctionalInterface
  private interface GapVisitor {
    void gap(long from, long to) throws IOException;
  }

  private void sweepChunk(TreeRoot extents, int chunk, GapVisitor visitor) throws IOException {
    long free = chunks.start(chunk);
    long end = chunks.end(chunk);
    Cursor cursor = volume.cursor(extents);
    boolean found = cursor.seek(new Key(free, 0, 0));
    while (found && Long.compareUnsigned(cursor.objectId(), end) < 0) {
      int type = cursor.type();
      if (type == EXTENT_ITEM || type == METADATA_ITEM) {
        long start = cursor.objectId();
        long length = type == EXTENT_ITEM ? cursor.offset() : superblock.nodeSize();
        check(start >= free && length > 0 && length <= end - start, "extent at " + start);
        if (start > free) {
          visitor.gap(free, start);
        }
        free = start + length;
      }
      found = cursor.next();
    }
    if (end > free) {
      visitor.gap(free, end);
    }
  }

  /** Goes through the device from its start: what is no chunk's is free, and gaps in chunks are. */
  private void sweepDevice(TreeRoot extents, RangeVisitor visitor) throws IOException {
    FreeRanges free = new FreeRanges(superblock.deviceBytes(), visitor);
    long device = superblock.deviceId();
    Cursor cursor = volume.cursor(tree(DEV_TREE));
    boolean found = cursor.seek(new Key(device, DEV_EXTENT, 0));
    long end = 0;
    int seen = 0;
    while (found && cursor.isAt(device, DEV_EXTENT)) {
      long place = cursor.offset();
      int chunk = chunkOf(cursor);
      check(place >= end, "parts of the device, which overlap");
      long length = chunks.end(chunk) - chunks.start(chunk);
      check(place <= superblock.deviceBytes() - length, "part of the device at " + place);
      free.add(end, place);
      long shift = place - chunks.start(chunk);
      sweepChunk(extents, chunk, (from, to) -> free.add(from + shift, to + shift));
      end = place + length;
      seen++;
      found = cursor.next();
    }
    check(seen == copies(), "number of parts of the device");
    free.add(end, superblock.deviceBytes());
    free.finish();
  }

  /** The chunk of which the cursor's part of the device is a copy. */
  private int chunkOf(Cursor cursor) throws IOException {
    check(cursor.dataSize() >= DEV_EXTENT_SIZE, "part of the device");
    byte[] b = cursor.bytes();
    int at = cursor.dataAt();
    long start = LittleEndian.i64(b, at + DE_CHUNK_OFFSET);
    int chunk = chunks.chunkAt(start);
    long place = cursor.offset();
    boolean same =
        chunks.start(chunk) == start
            && chunks.end(chunk) - start == LittleEndian.i64(b, at + DE_LENGTH)
            && isCopyAt(chunk, place);
    check(same, "part of the device at " + place);
    return chunk;
  }

  private boolean isCopyAt(int chunk, long place) {
    for (int copy = 0; copy < chunks.copies(chunk); copy++) {
      if (chunks.place(chunk, copy) == place) {
        return true;
      }
    }
    return false;
  }

  private int copies() {
    int copies = 0;
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      copies += chunks.copies(chunk);
    }
    return copies;
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw malformed(what);
    }
  }

  private MalformedException malformed(String what) {
    return new MalformedException(
        volume.source().description(), "allocation map is not sound: " + what);
  }
}
