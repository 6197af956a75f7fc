package io.intarsia.formats.filesystem.ext4;

/**
 * Constants of the journal (jbd2): byte offsets by the names of the specification's fields. All
 * integers are big-endian, but those of fast commits.
 */
final class JournalLayout {
  private JournalLayout() {}

  static final int MAGIC = 0xC03B3998;

  /** Every block of the log that is not data begins with it (journal_header_t). */
  static final int H_MAGIC = 0;

  static final int H_BLOCKTYPE = 4;
  static final int H_SEQUENCE = 8;
  static final int HEADER_SIZE = 12;

  static final int DESCRIPTOR_BLOCK = 1;
  static final int COMMIT_BLOCK = 2;
  static final int SUPERBLOCK_V1 = 3;
  static final int SUPERBLOCK_V2 = 4;
  static final int REVOKE_BLOCK = 5;

  /** Superblock (journal_superblock_s). */
  static final int SUPERBLOCK_SIZE = 1024;

  static final int S_BLOCKSIZE = 0x0C;
  static final int S_MAXLEN = 0x10;
  static final int S_FIRST = 0x14;
  static final int S_SEQUENCE = 0x18;
  static final int S_START = 0x1C;
  static final int S_FEATURE_COMPAT = 0x24;
  static final int S_FEATURE_INCOMPAT = 0x28;
  static final int S_UUID = 0x30;
  static final int S_CHECKSUM_TYPE = 0x50;
  static final int S_NUM_FC_BLOCKS = 0x54;
  static final int S_CHECKSUM = 0xFC;
  static final int UUID_LENGTH = 16;
  static final int CHECKSUM_CRC32C = 4;
  static final int DEFAULT_FC_BLOCKS = 256;

  static final int COMPAT_CHECKSUM = 0x1;
  static final int INCOMPAT_64BIT = 0x2;
  static final int INCOMPAT_ASYNC_COMMIT = 0x4;
  static final int INCOMPAT_CSUM_V2 = 0x8;
  static final int INCOMPAT_CSUM_V3 = 0x10;
  static final int INCOMPAT_FAST_COMMIT = 0x20;
  static final int KNOWN_INCOMPAT = 0x3F;

  /** Tags of a descriptor block (journal_block_tag_s, journal_block_tag3_s). */
  static final int T_BLOCKNR = 0;

  static final int T_CHECKSUM = 4;
  static final int T_FLAGS = 6;
  static final int T_BLOCKNR_HIGH = 8;
  static final int T3_CHECKSUM = 12;
  static final int TAG_SIZE_32 = 8;
  static final int TAG_SIZE_64 = 12;
  static final int TAG_CHECKSUM_V2_SIZE = 2;
  static final int TAG3_SIZE = 16;
  static final int FLAG_ESCAPE = 1;
  static final int FLAG_SAME_UUID = 2;
  static final int FLAG_LAST_TAG = 8;

  /** At the end of descriptor and revocation blocks with checksums (jbd2_journal_block_tail). */
  static final int TAIL_SIZE = 4;

  /** Commit block (commit_header). */
  static final int H_CHKSUM_TYPE = 0x0C;

  static final int H_CHKSUM_SIZE = 0x0D;
  static final int H_CHKSUM = 0x10;
  static final int H_COMMIT_SEC = 0x30;
  static final int COMMIT_HEADER_SIZE = 64;
  static final int CHKSUM_TYPE_CRC32 = 1;
  static final int CHKSUM_SIZE_CRC32 = 4;

  /** Revocation block (jbd2_journal_revoke_header_s): bytes in use, then block numbers. */
  static final int R_COUNT = 0x0C;

  static final int REVOKE_HEADER_SIZE = 16;

  /** Head of a fast commit (ext4_fc_tl, ext4_fc_head), little-endian. */
  static final int FC_TAG = 0;

  static final int FC_TAG_HEAD = 9;
  static final int FC_HEAD_TID = 8;
}
