package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.LogLayout.*;
import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PagedSource;
import java.io.IOException;

/**
 * The log as a ring of blocks of 512 bytes. Each block bears, in its first word or, at the
 * beginning of a record, in its second, how many times the ring has been gone around when it was
 * written: its cycle.
 */
final class LogRing {
  private static final int MAX_CACHE_BYTES = 4 << 20;

  private final ByteSource log;
  private final int blocks;

  private LogRing(ByteSource log, int blocks) {
    this.log = log;
    this.blocks = blocks;
  }

  /** The internal log of a volume. */
  static LogRing of(Volume volume) throws IOException {
    Superblock superblock = volume.superblock();
    long count = superblock.logBlocks() << (superblock.blockLog() - MIN_BLOCK_LOG);
    boolean sensible =
        volume.holds(superblock.logStart(), superblock.logBlocks())
            && count > 0
            && count <= MAX_LOG_BLOCKS;
    if (!sensible) {
      throw volume.malformed("the log lies outside the file system");
    }
    ByteSource log =
        volume.source().slice("log", volume.offset(superblock.logStart()), count * BASIC_BLOCK);
    return new LogRing(new PagedSource(log, MAX_CACHE_BYTES), (int) count);
  }

  /** Number of blocks. */
  int blocks() {
    return blocks;
  }

  String description() {
    return log.description();
  }

  /** The block so many after (or, if negative, before) another, around the ring. */
  int after(int block, long distance) {
    return (int) Math.floorMod(block + distance, (long) blocks);
  }

  /** Bytes of consecutive blocks, around the ring; {@code count} is bounded by the caller. */
  byte[] read(int block, int count) throws IOException {
    byte[] bytes = new byte[count * BASIC_BLOCK];
    int first = Math.min(count, blocks - block);
    log.read((long) block * BASIC_BLOCK, bytes, 0, first * BASIC_BLOCK);
    if (first < count) {
      int rest = count - first;
      log.read(0, bytes, first * BASIC_BLOCK, rest * BASIC_BLOCK);
    }
    return bytes;
  }

  boolean beginsRecord(int block) throws IOException {
    return BigEndian.i32(read(block, 1), 0) == RECORD_MAGIC;
  }

  long cycle(int block) throws IOException {
    byte[] bytes = read(block, 1);
    int word = BigEndian.i32(bytes, 0);
    return word == RECORD_MAGIC ? BigEndian.u32(bytes, H_CYCLE) : Integer.toUnsignedLong(word);
  }
}
