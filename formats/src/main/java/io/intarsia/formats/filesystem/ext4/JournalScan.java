package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.JournalLayout.*;

import io.intarsia.bytes.BigEndian;
import java.io.IOException;

/** Finds the end of the log: the first transaction that was not committed as a whole. */
final class JournalScan {
  private final JournalLog log;
  private final JournalSuperblock superblock;
  private final JournalChecksums checksums;
  private final Crc32BigEndian transactionSum = new Crc32BigEndian();
  private int sequence;

  /** A block of the current transaction has a wrong checksum: left over from an older one? */
  private boolean suspect;

  private long lastCommitSeconds;

  JournalScan(JournalLog log, JournalSuperblock superblock) {
    this.log = log;
    this.superblock = superblock;
    this.checksums = new JournalChecksums(superblock);
    this.sequence = superblock.sequence();
  }

  /**
   * The number after that of the last transaction to be replayed.
   *
   * @throws io.intarsia.formats.MalformedException when a committed transaction is damaged
   */
  int end() throws IOException {
    while (!log.atEnd()) {
      byte[] block = log.next();
      boolean belongs =
          BigEndian.i32(block, H_MAGIC) == MAGIC && BigEndian.i32(block, H_SEQUENCE) == sequence;
      if (!belongs || !accept(block)) {
        break;
      }
    }
    return sequence;
  }

  /** False when the log ends before this block. */
  private boolean accept(byte[] block) throws IOException {
    int type = BigEndian.i32(block, H_BLOCKTYPE);
    suspect |= isChecked(type) && !checksums.tailIsRight(block);
    return switch (type) {
      case DESCRIPTOR_BLOCK -> skipData(block);
      case REVOKE_BLOCK -> true;
      case COMMIT_BLOCK -> commit(block);
      default -> false;
    };
  }

  private static boolean isChecked(int type) {
    return type == DESCRIPTOR_BLOCK || type == REVOKE_BLOCK;
  }

  private boolean skipData(byte[] descriptor) throws IOException {
    boolean summed = superblock.hasTransactionChecksums();
    if (summed) {
      transactionSum.update(descriptor);
    }
    boolean[] complete = {true};
    log.tags(
        descriptor,
        (at, block, flags) -> {
          if (log.atEnd()) {
            complete[0] = false;
          } else if (summed) {
            transactionSum.update(log.next());
          } else {
            log.advance();
          }
        });
    return complete[0];
  }

  private boolean commit(byte[] block) throws IOException {
    long seconds = BigEndian.i64(block, H_COMMIT_SEC);
    if (suspect) {
      if (seconds >= lastCommitSeconds) {
        throw log.malformed(
            "has a wrong checksum in transaction " + Integer.toUnsignedString(sequence));
      }
      return false;
    }
    boolean right =
        superblock.hasTransactionChecksums()
            ? transactionIsRight(block)
            : checksums.commitIsRight(block);
    transactionSum.reset();
    if (!right) {
      return false;
    }
    lastCommitSeconds = seconds;
    sequence++;
    return true;
  }

  /** A transaction without a checksum is right, too. */
  private boolean transactionIsRight(byte[] commit) {
    int found = BigEndian.i32(commit, H_CHKSUM);
    int type = commit[H_CHKSUM_TYPE];
    int size = commit[H_CHKSUM_SIZE];
    return (type == CHKSUM_TYPE_CRC32
            && size == CHKSUM_SIZE_CRC32
            && found == transactionSum.value())
        || (type == 0 && size == 0 && found == 0);
  }
}
