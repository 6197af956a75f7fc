package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.JournalLayout.*;

import io.intarsia.bytes.BigEndian;
import java.util.Arrays;

/** The checksums of versions 2 and 3; without them everything is right. */
final class JournalChecksums {
  private final JournalSuperblock superblock;

  JournalChecksums(JournalSuperblock superblock) {
    this.superblock = superblock;
  }

  /** Of a descriptor or revocation block, at its end. */
  boolean tailIsRight(byte[] block) {
    if (!superblock.hasBlockChecksums()) {
      return true;
    }
    int at = block.length - TAIL_SIZE;
    int sum = new Crc32c(superblock.seed()).update(block, 0, at).zeros(TAIL_SIZE).value();
    return sum == BigEndian.i32(block, at);
  }

  /** Of a commit block: over all of it, or as if only its header were not zero. */
  boolean commitIsRight(byte[] block) {
    if (!superblock.hasBlockChecksums()) {
      return true;
    }
    int stored = BigEndian.i32(block, H_CHKSUM);
    byte[] plain = block.clone();
    BigEndian.put32(plain, H_CHKSUM, 0);
    if (new Crc32c(superblock.seed()).update(plain, 0, plain.length).value() == stored) {
      return true;
    }
    Arrays.fill(plain, COMMIT_HEADER_SIZE, plain.length, (byte) 0);
    return new Crc32c(superblock.seed()).update(plain, 0, plain.length).value() == stored;
  }

  /** Of a block of data, in its tag; version 2 keeps the lower half. */
  boolean dataIsRight(byte[] descriptor, int tag, byte[] data, int sequence) {
    if (!superblock.hasBlockChecksums()) {
      return true;
    }
    int sum =
        new Crc32c(superblock.seed()).bigEndian32(sequence).update(data, 0, data.length).value();
    return superblock.has(INCOMPAT_CSUM_V3)
        ? sum == BigEndian.i32(descriptor, tag + T3_CHECKSUM)
        : (sum & 0xFFFF) == BigEndian.u16(descriptor, tag + T_CHECKSUM);
  }
}
