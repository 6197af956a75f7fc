package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.JournalLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the log would write where, by the three passes of {@code jbd2_journal_recover}: find the
 * end, collect revocations, replay.
 */
final class JournalRecovery {
  /** Of replaced blocks and of revocations, each; Linux makes no log that needs as many. */
  private static final int MAX_ENTRIES = 1 << 20;

  private final ByteSource journal;
  private final JournalSuperblock superblock;
  private final JournalChecksums checksums;
  private final long fileSystemBlocks;
  private final int end;
  private final Map<Long, Integer> revoked = new HashMap<>();
  private final SortedMap<Long, Overlay.Replacement> replaced = new TreeMap<>();

  /**
   * @param fileSystemBlocks no replayed block may lie at or beyond it
   * @throws io.intarsia.formats.MalformedException when Linux would not replay it either
   * @throws UnsupportedException when it holds too many blocks
   */
  JournalRecovery(ByteSource journal, JournalSuperblock superblock, long fileSystemBlocks)
      throws IOException {
    this.journal = journal;
    this.superblock = superblock;
    this.checksums = new JournalChecksums(superblock);
    this.fileSystemBlocks = fileSystemBlocks;
    this.end = new JournalScan(newLog(), superblock).end();
    pass(this::revoke);
    pass(this::replay);
  }

  /** Number of transactions replayed. */
  long transactions() {
    return Integer.toUnsignedLong(end - superblock.sequence());
  }

  /** Number of the transaction that comes next. */
  int nextSequence() {
    return end;
  }

  /** The file system's blocks that are replaced, by number. */
  SortedMap<Long, Overlay.Replacement> replaced() {
    return replaced;
  }

  private JournalLog newLog() {
    return new JournalLog(journal, superblock);
  }

  /** Takes a descriptor or revocation block. */
  private interface BlockVisitor {
    void block(JournalLog log, byte[] block, int sequence) throws IOException;
  }

  private void pass(BlockVisitor visitor) throws IOException {
    JournalLog log = newLog();
    int sequence = superblock.sequence();
    while (sequence != end) {
      byte[] block = log.next();
      if (BigEndian.i32(block, H_BLOCKTYPE) == COMMIT_BLOCK) {
        sequence++;
      } else {
        visitor.block(log, block, sequence);
      }
    }
  }

  private void revoke(JournalLog log, byte[] block, int sequence) throws IOException {
    if (BigEndian.i32(block, H_BLOCKTYPE) == DESCRIPTOR_BLOCK) {
      log.tags(block, (at, number, flags) -> log.advance());
      return;
    }
    long end = BigEndian.u32(block, R_COUNT);
    if (end > block.length - (superblock.hasBlockChecksums() ? TAIL_SIZE : 0)) {
      throw log.malformed("has a wrong revocation block");
    }
    boolean wide = superblock.has(INCOMPAT_64BIT);
    int size = wide ? Long.BYTES : Integer.BYTES;
    for (int at = REVOKE_HEADER_SIZE; at + size <= end; at += size) {
      long number = wide ? BigEndian.i64(block, at) : BigEndian.u32(block, at);
      revoked.put(number, sequence);
      requireBounded(revoked.size());
    }
  }

  private void replay(JournalLog log, byte[] block, int sequence) throws IOException {
    if (BigEndian.i32(block, H_BLOCKTYPE) == REVOKE_BLOCK) {
      return;
    }
    log.tags(
        block,
        (at, number, flags) -> {
          long place = log.advance();
          if (!isRevoked(number, sequence)) {
            if (!checksums.dataIsRight(block, at, log.read(place), sequence)) {
              throw log.malformed("has a wrong checksum of block " + number);
            }
            if (number < 0 || number >= fileSystemBlocks) {
              throw log.malformed("names block " + number + " outside the file system");
            }
            boolean escaped = (flags & FLAG_ESCAPE) != 0;
            replaced.put(number, new Overlay.Replacement(place, escaped));
            requireBounded(replaced.size());
          }
        });
  }

  private void requireBounded(int entries) throws UnsupportedException {
    if (entries > MAX_ENTRIES) {
      throw new UnsupportedException(
          journal.description(), "more than " + MAX_ENTRIES + " blocks in the log");
    }
  }

  /** A revocation holds for its own transaction and those before it. */
  private boolean isRevoked(long block, int sequence) {
    Integer last = revoked.get(block);
    return last != null && sequence - last <= 0;
  }
}
