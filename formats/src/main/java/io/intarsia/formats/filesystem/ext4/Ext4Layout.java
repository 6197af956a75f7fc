package io.intarsia.formats.filesystem.ext4;

/**
 * Constants of the format: byte offsets by the names that the specification gives to the fields,
 * flags and limits. All integers are little-endian.
 */
final class Ext4Layout {
  private Ext4Layout() {}

  /** Place and length of the superblock (struct ext4_super_block) in the source. */
  static final int SUPERBLOCK_OFFSET = 1024;

  static final int SUPERBLOCK_SIZE = 1024;

  static final int S_INODES_COUNT = 0x00;
  static final int S_BLOCKS_COUNT_LO = 0x04;
  static final int S_FIRST_DATA_BLOCK = 0x14;
  static final int S_LOG_BLOCK_SIZE = 0x18;
  static final int S_LOG_CLUSTER_SIZE = 0x1C;
  static final int S_BLOCKS_PER_GROUP = 0x20;
  static final int S_CLUSTERS_PER_GROUP = 0x24;
  static final int S_INODES_PER_GROUP = 0x28;
  static final int S_MAGIC = 0x38;
  static final int S_STATE = 0x3A;
  static final int S_REV_LEVEL = 0x4C;
  static final int S_FIRST_INO = 0x54;
  static final int S_INODE_SIZE = 0x58;
  static final int S_FEATURE_COMPAT = 0x5C;
  static final int S_FEATURE_INCOMPAT = 0x60;
  static final int S_FEATURE_RO_COMPAT = 0x64;
  static final int S_UUID = 0x68;
  static final int S_VOLUME_NAME = 0x78;
  static final int S_RESERVED_GDT_BLOCKS = 0xCE;
  static final int S_JOURNAL_INUM = 0xE0;
  static final int S_DESC_SIZE = 0xFE;
  static final int S_FIRST_META_BG = 0x104;
  static final int S_BLOCKS_COUNT_HI = 0x150;
  static final int S_MMP_BLOCK = 0x168;
  static final int S_CHECKSUM_TYPE = 0x175;
  static final int S_BACKUP_BGS = 0x24C;
  static final int S_CHECKSUM_SEED = 0x270;
  static final int S_CHECKSUM = 0x3FC;

  static final int UUID_LENGTH = 16;
  static final int VOLUME_NAME_LENGTH = 16;
  static final int MAGIC = 0xEF53;
  static final int STATE_VALID = 1;
  static final int STATE_ERRORS = 2;
  static final int MAX_REVISION = 1;
  static final int MAX_LOG_BLOCK_SIZE = 6;
  static final int MIN_BLOCK_SIZE = 1024;
  static final int CHECKSUM_CRC32C = 1;

  static final int COMPAT_HAS_JOURNAL = 0x4;
  static final int COMPAT_FAST_COMMIT = 0x400;
  static final int COMPAT_SPARSE_SUPER2 = 0x200;

  static final int INCOMPAT_FILETYPE = 0x2;
  static final int INCOMPAT_RECOVER = 0x4;
  static final int INCOMPAT_META_BG = 0x10;
  static final int INCOMPAT_64BIT = 0x80;
  static final int INCOMPAT_MMP = 0x100;
  static final int INCOMPAT_EA_INODE = 0x400;
  static final int INCOMPAT_CSUM_SEED = 0x2000;
  static final int INCOMPAT_LARGEDIR = 0x4000;
  static final int INCOMPAT_ENCRYPT = 0x10000;

  static final int RO_COMPAT_SPARSE_SUPER = 0x1;
  static final int RO_COMPAT_GDT_CSUM = 0x10;
  static final int RO_COMPAT_BIGALLOC = 0x200;
  static final int RO_COMPAT_METADATA_CSUM = 0x400;

  /** Group descriptor (struct ext4_group_desc): 32 bytes, or s_desc_size with 64bit. */
  static final int BG_BLOCK_BITMAP_LO = 0x00;

  static final int BG_INODE_BITMAP_LO = 0x04;
  static final int BG_INODE_TABLE_LO = 0x08;
  static final int BG_FREE_BLOCKS_COUNT_LO = 0x0C;
  static final int BG_FLAGS = 0x12;
  static final int BG_BLOCK_BITMAP_CSUM_LO = 0x18;
  static final int BG_CHECKSUM = 0x1E;
  static final int BG_BLOCK_BITMAP_HI = 0x20;
  static final int BG_INODE_BITMAP_HI = 0x24;
  static final int BG_INODE_TABLE_HI = 0x28;
  static final int BG_FREE_BLOCKS_COUNT_HI = 0x2C;
  static final int BG_BLOCK_BITMAP_CSUM_HI = 0x38;

  static final int DESC_SIZE_32 = 32;
  static final int DESC_SIZE_64 = 64;
  static final int MAX_DESC_SIZE = 1024;
  static final int BG_BLOCK_UNINIT = 0x2;

  /** Inode (struct ext4_inode): 128 bytes, then i_extra_isize more, then attributes. */
  static final int I_MODE = 0x00;

  static final int I_UID = 0x02;
  static final int I_SIZE_LO = 0x04;
  static final int I_MTIME = 0x10;
  static final int I_GID = 0x18;
  static final int I_LINKS_COUNT = 0x1A;
  static final int I_FLAGS = 0x20;
  static final int I_BLOCK = 0x28;
  static final int I_FILE_ACL_LO = 0x68;
  static final int I_SIZE_HIGH = 0x6C;
  static final int I_FILE_ACL_HIGH = 0x76;
  static final int I_UID_HIGH = 0x78;
  static final int I_GID_HIGH = 0x7A;
  static final int I_EXTRA_ISIZE = 0x80;
  static final int I_MTIME_EXTRA = 0x88;

  static final int I_BLOCK_LENGTH = 60;
  static final int GOOD_OLD_INODE_SIZE = 128;
  static final int GOOD_OLD_FIRST_INO = 11;
  static final int ROOT_INO = 2;

  static final int FLAG_COMPRESSED = 0x4;
  static final int FLAG_ENCRYPT = 0x800;
  static final int FLAG_EXTENTS = 0x80000;
  static final int FLAG_EA_INODE = 0x200000;
  static final int FLAG_INLINE_DATA = 0x10000000;

  /** Extent tree (struct ext4_extent_header, ext4_extent_idx, ext4_extent). */
  static final int EH_MAGIC = 0;

  static final int EH_ENTRIES = 2;
  static final int EH_MAX = 4;
  static final int EH_DEPTH = 6;
  static final int EXTENT_HEADER_SIZE = 12;
  static final int EXTENT_ENTRY_SIZE = 12;
  static final int EI_BLOCK = 0;
  static final int EI_LEAF_LO = 4;
  static final int EI_LEAF_HI = 8;
  static final int EE_BLOCK = 0;
  static final int EE_LEN = 4;
  static final int EE_START_HI = 6;
  static final int EE_START_LO = 8;
  static final int EXTENT_MAGIC = 0xF30A;
  static final int MAX_EXTENT_DEPTH = 5;
  static final int MAX_WRITTEN_LENGTH = 32768;

  /** Block pointers in i_block of a file without extents. */
  static final int DIRECT_BLOCKS = 12;

  static final int INDIRECT_LEVELS = 3;

  /** Directory entry (struct ext4_dir_entry_2). */
  static final int DE_INODE = 0;

  static final int DE_REC_LEN = 4;
  static final int DE_NAME_LEN = 6;
  static final int DE_NAME = 8;

  /** Of inline directories: the parent's number, then entries. */
  static final int INLINE_DOTDOT_SIZE = 4;

  /** Attributes (struct ext4_xattr_ibody_header, ext4_xattr_header, ext4_xattr_entry). */
  static final int XATTR_MAGIC = 0xEA020000;

  static final int XATTR_IBODY_HEADER_SIZE = 4;
  static final int XATTR_BLOCK_HEADER_SIZE = 32;
  static final int E_NAME_LEN = 0;
  static final int E_NAME_INDEX = 1;
  static final int E_VALUE_OFFS = 2;
  static final int E_VALUE_INUM = 4;
  static final int E_VALUE_SIZE = 8;
  static final int E_NAME = 16;
  static final int XATTR_VALUE_MAX = 65536;
}
