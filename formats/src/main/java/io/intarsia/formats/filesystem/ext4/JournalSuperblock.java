package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.JournalLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;

/**
 * What the journal's first block says.
 *
 * @param first first block of the log proper
 * @param last first block behind it; after one more block come fast commits
 * @param sequence number of the first transaction
 * @param start where the first transaction begins, 0 when the log is empty
 * @param seed of the checksums
 */
record JournalSuperblock(
    int blockSize,
    long first,
    long last,
    int sequence,
    long start,
    int compat,
    int incompat,
    int seed) {

  /**
   * @param journal the journal's blocks
   * @param blockSize of the file system, which must be the journal's
   */
  static JournalSuperblock read(ByteSource journal, int blockSize) throws IOException {
    String where = journal.description();
    check(where, journal.size() >= SUPERBLOCK_SIZE, "size");
    byte[] b = journal.read(0, SUPERBLOCK_SIZE);
    check(where, BigEndian.i32(b, H_MAGIC) == MAGIC, "magic");
    int version = BigEndian.i32(b, H_BLOCKTYPE);
    check(where, version == SUPERBLOCK_V1 || version == SUPERBLOCK_V2, "type");
    check(where, BigEndian.u32(b, S_BLOCKSIZE) == blockSize, "block size");
    int incompat = version == SUPERBLOCK_V2 ? BigEndian.i32(b, S_FEATURE_INCOMPAT) : 0;
    int compat = version == SUPERBLOCK_V2 ? BigEndian.i32(b, S_FEATURE_COMPAT) : 0;
    if ((incompat & ~KNOWN_INCOMPAT) != 0) {
      throw new UnsupportedException(
          where, "journal features %#x".formatted(incompat & ~KNOWN_INCOMPAT));
    }
    if ((incompat & (INCOMPAT_CSUM_V2 | INCOMPAT_CSUM_V3)) != 0) {
      verify(where, b, incompat);
    }
    long first = BigEndian.u32(b, S_FIRST);
    long length = BigEndian.u32(b, S_MAXLEN);
    check(where, length <= journal.size() / blockSize, "length");
    long last = length - fastCommitBlocks(b, incompat);
    long start = BigEndian.u32(b, S_START);
    check(where, first > 0 && first < last, "first block");
    check(where, start == 0 || (start >= first && start < last), "start");
    return new JournalSuperblock(
        blockSize,
        first,
        last,
        BigEndian.i32(b, S_SEQUENCE),
        start,
        compat,
        incompat,
        new Crc32c(Crc32c.INITIAL).update(b, S_UUID, UUID_LENGTH).value());
  }

  private static void verify(String where, byte[] b, int incompat) throws IOException {
    int both = INCOMPAT_CSUM_V2 | INCOMPAT_CSUM_V3;
    check(where, (incompat & both) != both, "checksum versions");
    check(where, b[S_CHECKSUM_TYPE] == CHECKSUM_CRC32C, "checksum type");
    int sum =
        new Crc32c(Crc32c.INITIAL)
            .update(b, 0, S_CHECKSUM)
            .zeros(Integer.BYTES)
            .update(b, S_CHECKSUM + Integer.BYTES, SUPERBLOCK_SIZE - S_CHECKSUM - Integer.BYTES)
            .value();
    check(where, sum == BigEndian.i32(b, S_CHECKSUM), "checksum");
  }

  private static long fastCommitBlocks(byte[] b, int incompat) {
    if ((incompat & INCOMPAT_FAST_COMMIT) == 0) {
      return 0;
    }
    long stated = BigEndian.u32(b, S_NUM_FC_BLOCKS);
    return stated == 0 ? DEFAULT_FC_BLOCKS : stated;
  }

  private static void check(String where, boolean good, String field) throws MalformedException {
    if (!good) {
      throw new MalformedException(where, "journal superblock: bad " + field);
    }
  }

  boolean has(int incompatible) {
    return (incompat & incompatible) != 0;
  }

  boolean isEmpty() {
    return start == 0;
  }

  /** Whether blocks carry CRC-32C (versions 2 and 3). */
  boolean hasBlockChecksums() {
    return has(INCOMPAT_CSUM_V2 | INCOMPAT_CSUM_V3);
  }

  /** Whether commit blocks carry a CRC-32 of the transaction (version 1). */
  boolean hasTransactionChecksums() {
    return (compat & COMPAT_CHECKSUM) != 0;
  }

  int tagSize() {
    if (has(INCOMPAT_CSUM_V3)) {
      return TAG3_SIZE;
    }
    return (has(INCOMPAT_64BIT) ? TAG_SIZE_64 : TAG_SIZE_32)
        + (has(INCOMPAT_CSUM_V2) ? TAG_CHECKSUM_V2_SIZE : 0);
  }
}
