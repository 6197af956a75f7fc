package io.intarsia.formats.filesystem.ext4;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/** A file system's bytes with some blocks taken from its journal. */
final class Overlay implements ByteSource {

  /**
   * Where a block's new bytes are.
   *
   * @param journalBlock block of the journal
   * @param escaped whether its first four bytes were the journal's magic and are zeros in the log
   */
  record Replacement(long journalBlock, boolean escaped) {}

  private final ByteSource base;
  private final ByteSource journal;
  private final int blockSize;
  private final long[] blocks;
  private final Replacement[] replacements;

  Overlay(
      ByteSource base, ByteSource journal, int blockSize, SortedMap<Long, Replacement> replaced) {
    this.base = base;
    this.journal = journal;
    this.blockSize = blockSize;
    this.blocks = new long[replaced.size()];
    this.replacements = new Replacement[replaced.size()];
    int i = 0;
    for (Map.Entry<Long, Replacement> entry : replaced.entrySet()) {
      blocks[i] = entry.getKey();
      replacements[i++] = entry.getValue();
    }
  }

  /** The first replaced block at or after {@code block}, or {@link Long#MAX_VALUE}. */
  long nextReplaced(long block) {
    int index = indexFrom(block);
    return index < blocks.length ? blocks[index] : Long.MAX_VALUE;
  }

  private int indexFrom(long block) {
    int index = Arrays.binarySearch(blocks, block);
    return index >= 0 ? index : -index - 1;
  }

  @Override
  public long size() {
    return base.size();
  }

  @Override
  public String description() {
    return base.description();
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    base.read(offset, target, targetOffset, length);
    long end = offset + length;
    for (int i = indexFrom(offset / blockSize); i < blocks.length; i++) {
      long start = blocks[i] * blockSize;
      if (start >= end) {
        return;
      }
      long from = Math.max(start, offset);
      int count = (int) (Math.min(start + blockSize, end) - from);
      int at = targetOffset + (int) (from - offset);
      replaced(replacements[i], (int) (from - start), target, at, count);
    }
  }

  private void replaced(Replacement replacement, int inBlock, byte[] target, int at, int count)
      throws IOException {
    journal.read(replacement.journalBlock() * blockSize + inBlock, target, at, count);
    if (replacement.escaped() && inBlock < Integer.BYTES) {
      byte[] magic = new byte[Integer.BYTES];
      BigEndian.put32(magic, 0, JournalLayout.MAGIC);
      System.arraycopy(magic, inBlock, target, at, Math.min(count, magic.length - inBlock));
    }
  }

  @Override
  public long nextData(long offset) throws IOException {
    Ranges.check(this, offset, 0);
    long replaced = nextReplaced(offset / blockSize);
    long next = base.nextData(offset);
    return replaced == Long.MAX_VALUE
        ? next
        : Math.min(next, Math.max(offset, replaced * blockSize));
  }

  @Override
  public long nextHole(long offset) throws IOException {
    Ranges.check(this, offset, 0);
    long hole = base.nextHole(offset);
    while (hole < size() && nextReplaced(hole / blockSize) == hole / blockSize) {
      hole = base.nextHole(Math.min(size(), (hole / blockSize + 1) * blockSize));
    }
    return hole;
  }

  @Override
  public void close() throws IOException {
    base.close();
  }
}
