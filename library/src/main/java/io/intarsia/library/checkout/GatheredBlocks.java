package io.intarsia.library.checkout;

import io.intarsia.bytes.DirectFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes blocks of a disk past the page cache, gathered to runs: pieces come nearly in the order of
 * the disk, and most are too short to wait for the disk for each. Thread-safe.
 */
final class GatheredBlocks implements Closeable {
  static final int BLOCK = DirectFile.ALIGNMENT;

  private static final int REGION_BYTES = 1 << 20;

  /** Regions that are open; more hardly make runs longer. */
  private static final int MAX_OPEN = 16;

  private static final byte[] ZEROS = new byte[BLOCK];

  private final DirectFile file;
  private final ArrayDeque<Region> idle = new ArrayDeque<>();

  /** By number, the one used last at the end. */
  private final LinkedHashMap<Long, Region> open = new LinkedHashMap<>(2 * MAX_OPEN, 0.75f, true);

  /** An aligned part of the disk, of which some blocks are here. */
  private static final class Region {
    private final ByteBuffer bytes = DirectFile.buffer(REGION_BYTES);
    private final BitSet blocks = new BitSet(REGION_BYTES / BLOCK);
    private long start;

    /** Takes whole blocks: bytes, and zeros up to a block's end. */
    void put(long disk, byte[] from, int offset, int length, int zeros) {
      int at = (int) (disk - start);
      bytes.put(at, from, offset, length);
      bytes.put(at + length, ZEROS, 0, zeros);
      blocks.set(at / BLOCK, (at + length + zeros) / BLOCK);
    }

    boolean isFull() {
      return blocks.cardinality() == REGION_BYTES / BLOCK;
    }

    void writeTo(DirectFile file) throws IOException {
      for (int from = blocks.nextSetBit(0); from >= 0; ) {
        int to = blocks.nextClearBit(from);
        ByteBuffer run = bytes.limit(to * BLOCK).position(from * BLOCK);
        file.write(run, start + (long) from * BLOCK);
        from = blocks.nextSetBit(to);
      }
      bytes.clear();
      blocks.clear();
    }
  }

  /**
   * @param file is closed with this
   */
  GatheredBlocks(DirectFile file) {
    this.file = file;
  }

  /**
   * Writes whole blocks: bytes, and zeros up to a block's end.
   *
   * @param disk a multiple of {@link #BLOCK}, as {@code length + zeros} is
   */
  void write(long disk, byte[] bytes, int offset, int length, int zeros) throws IOException {
    long end = disk + length;
    long pos = disk;
    while (pos < end) {
      long start = pos - pos % REGION_BYTES;
      int part = (int) (Math.min(end, start + REGION_BYTES) - pos);
      int padding = pos + part == end ? zeros : 0;
      put(start, pos, bytes, offset + (int) (pos - disk), part, padding);
      pos += part;
    }
  }

  private void put(long start, long disk, byte[] bytes, int offset, int length, int zeros)
      throws IOException {
    @Nullable Region dropped;
    synchronized (this) {
      dropped = makeRoom(start);
      Region region = open.computeIfAbsent(start, this::begin);
      region.put(disk, bytes, offset, length, zeros);
      if (dropped == null && region.isFull()) {
        dropped = open.remove(start);
      }
    }
    if (dropped != null) {
      writeOut(dropped);
    }
  }

  /** Takes away the region that was left alone longest, if there is no room for another one. */
  private @Nullable Region makeRoom(long start) {
    if (open.size() < MAX_OPEN || open.containsKey(start)) {
      return null;
    }
    return open.pollFirstEntry().getValue();
  }

  private Region begin(long start) {
    Region region = idle.isEmpty() ? new Region() : idle.pop();
    region.start = start;
    return region;
  }

  private void writeOut(Region region) throws IOException {
    region.writeTo(file);
    synchronized (this) {
      idle.push(region);
    }
  }

  /** Writes what is still here. Nobody else is at work. */
  void finish() throws IOException {
    for (Region region : open.values()) {
      region.writeTo(file);
    }
    open.clear();
  }

  /** Gives up what was not finished. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
