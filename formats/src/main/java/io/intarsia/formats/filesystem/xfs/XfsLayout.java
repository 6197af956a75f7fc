package io.intarsia.formats.filesystem.xfs;

/**
 * Offsets, magics and flags of XFS. Numbers are big-endian; checksums are little-endian. Names are
 * those of the specification.
 */
final class XfsLayout {
  private XfsLayout() {}

  /** Addresses on the disk count in units of this, whatever the sector size is. */
  static final int BASIC_BLOCK = 512;

  static final int UUID_LENGTH = 16;

  // The superblock, struct xfs_dsb.
  static final int SB_MAGIC = 0x58465342;
  static final int SB_SIZE = 264;
  static final int SB_BLOCKSIZE = 4;
  static final int SB_DBLOCKS = 8;
  static final int SB_UUID = 32;
  static final int SB_LOGSTART = 48;
  static final int SB_ROOTINO = 56;
  static final int SB_AGBLOCKS = 84;
  static final int SB_AGCOUNT = 88;
  static final int SB_LOGBLOCKS = 96;
  static final int SB_VERSIONNUM = 100;
  static final int SB_SECTSIZE = 102;
  static final int SB_INODESIZE = 104;
  static final int SB_INOPBLOCK = 106;
  static final int SB_FNAME = 108;
  static final int SB_FNAME_LENGTH = 12;
  static final int SB_BLOCKLOG = 120;
  static final int SB_INOPBLOG = 123;
  static final int SB_AGBLKLOG = 124;
  static final int SB_INPROGRESS = 126;
  static final int SB_DIRBLKLOG = 192;
  static final int SB_FEATURES2 = 200;
  static final int SB_BAD_FEATURES2 = 204;
  static final int SB_FEATURES_RO_COMPAT = 212;
  static final int SB_FEATURES_INCOMPAT = 216;
  static final int SB_FEATURES_LOG_INCOMPAT = 220;
  static final int SB_CRC = 224;
  static final int SB_META_UUID = 248;

  static final int VERSION_NUMBER_MASK = 0xF;
  static final int VERSION_SHARED = 0x200;
  static final int VERSION_DIRV2 = 0x2000;
  static final int VERSION_MOREBITS = 0x8000;
  static final int VERSION2_FTYPE = 0x200;

  static final int RO_COMPAT_KNOWN = 0xF;

  static final int INCOMPAT_FTYPE = 0x1;
  static final int INCOMPAT_META_UUID = 0x4;
  static final int INCOMPAT_BIGTIME = 0x8;
  static final int INCOMPAT_NEEDSREPAIR = 0x10;

  /** FTYPE, SPINODES, META_UUID, BIGTIME, NEEDSREPAIR, NREXT64, EXCHRANGE, PARENT. */
  static final int INCOMPAT_KNOWN = 0xFF;

  static final int MIN_BLOCK_LOG = 9;
  static final int MAX_BLOCK_LOG = 16;
  static final int MAX_SECTOR_SIZE = 32768;
  static final int MIN_INODE_SIZE = 256;
  static final int MAX_INODE_SIZE = 2048;
  static final int MIN_AG_BLOCKS = 64;
  static final long MAX_AG_BLOCKS = 1L << 31;

  // An inode, struct xfs_dinode.
  static final int DI_MAGIC = 0x494E;
  static final int DI_MODE = 2;
  static final int DI_VERSION = 4;
  static final int DI_FORMAT = 5;
  static final int DI_ONLINK = 6;
  static final int DI_UID = 8;
  static final int DI_GID = 12;
  static final int DI_NLINK = 16;
  static final int DI_BIG_NEXTENTS = 24;
  static final int DI_MTIME = 40;
  static final int DI_SIZE = 56;
  static final int DI_NEXTENTS = 76;
  static final int DI_ANEXTENTS = 80;
  static final int DI_FORKOFF = 82;
  static final int DI_AFORMAT = 83;
  static final int DI_FLAGS = 90;
  static final int DI_LITERAL_V2 = 100;
  static final int DI_CRC = 100;
  static final int DI_FLAGS2 = 120;
  static final int DI_INO = 152;
  static final int DI_UUID = 160;
  static final int DI_LITERAL_V3 = 176;

  static final int DIFLAG_REALTIME = 0x1;
  static final long DIFLAG2_REFLINK = 0x2;
  static final long DIFLAG2_BIGTIME = 0x8;
  static final long DIFLAG2_NREXT64 = 0x10;

  /** Units in which di_forkoff counts. */
  static final int FORKOFF_UNIT = 8;

  /** Seconds from the beginning of bigtime, 1901, to 1970. */
  static final long BIGTIME_EPOCH = 1L << 31;

  static final int FMT_LOCAL = 1;
  static final int FMT_EXTENTS = 2;
  static final int FMT_BTREE = 3;

  // Extent records and the trees of them.
  static final int EXTENT_RECORD_SIZE = 16;
  static final int BMDR_HEADER_SIZE = 4;
  static final int BMBT_MAGIC = 0x424D4150;
  static final int BMBT_MAGIC_V5 = 0x424D4133;
  static final int BMBT_HEADER_SIZE = 24;
  static final int BMBT_HEADER_SIZE_V5 = 72;
  static final int BMBT_KEY_SIZE = 8;
  static final int BMBT_POINTER_SIZE = 8;

  /** The deepest tree that any size of file and block can make. */
  static final int MAX_BMBT_LEVELS = 14;

  // Headers of all blocks of B+trees.
  static final int BB_LEVEL = 4;
  static final int BB_NUMRECS = 6;

  // Trees of an allocation group.
  static final int ABTB_MAGIC = 0x41425442;
  static final int ABTB_MAGIC_V5 = 0x41423342;
  static final int ABTC_MAGIC = 0x41425443;
  static final int ABTC_MAGIC_V5 = 0x41423343;
  static final int IBT_MAGIC = 0x49414254;
  static final int IBT_MAGIC_V5 = 0x49414233;
  static final int SHORT_HEADER_SIZE = 16;
  static final int SHORT_HEADER_SIZE_V5 = 56;
  static final int ALLOC_RECORD_SIZE = 8;
  static final int INODE_RECORD_SIZE = 16;
  static final int SHORT_POINTER_SIZE = 4;
  static final int MAX_SHORT_LEVELS = 10;

  // The headers of an allocation group, one sector each.
  static final int AGF_SECTOR = 1;
  static final int AGI_SECTOR = 2;
  static final int AGFL_SECTOR = 3;
  static final int AG_HEADER_SECTORS = 4;
  static final int AG_VERSION_1 = 1;
  static final int AG_VERSION = 4;
  static final int AG_SEQNO = 8;
  static final int AG_LENGTH = 12;

  static final int AGF_MAGIC = 0x58414746;
  static final int AGF_BNO_ROOT = 16;
  static final int AGF_CNT_ROOT = 20;
  static final int AGF_BNO_LEVEL = 28;
  static final int AGF_CNT_LEVEL = 32;
  static final int AGF_FLFIRST = 40;
  static final int AGF_FLLAST = 44;
  static final int AGF_FLCOUNT = 48;
  static final int AGF_FREEBLKS = 52;
  static final int AGF_LONGEST = 56;
  static final int AGF_UUID = 64;
  static final int AGF_CRC = 216;

  static final int AGI_MAGIC = 0x58414749;
  static final int AGI_ROOT = 20;
  static final int AGI_LEVEL = 24;
  static final int AGI_COUNT = 16;
  static final int AGI_UUID = 296;
  static final int AGI_CRC = 312;

  static final int AGFL_MAGIC = 0x5841464C;
  static final int AGFL_SEQNO = 4;
  static final int AGFL_UUID = 8;
  static final int AGFL_CRC = 32;
  static final int AGFL_BNO_V5 = 36;

  static final int INODES_PER_CHUNK = 64;

  // Directories.
  static final long DIR_LEAF_OFFSET = 32L << 30;
  static final int DIR_BLOCK_MAGIC = 0x58443242;
  static final int DIR_BLOCK_MAGIC_V5 = 0x58444233;
  static final int DIR_DATA_MAGIC = 0x58443244;
  static final int DIR_DATA_MAGIC_V5 = 0x58444433;
  static final int DIR_HEADER_SIZE = 16;
  static final int DIR_HEADER_SIZE_V5 = 64;
  static final int DIR_TAIL_SIZE = 8;
  static final int DIR_LEAF_ENTRY_SIZE = 8;
  static final int DIR_FREE_TAG = 0xFFFF;
  static final int DIR_ALIGNMENT = 8;
  static final int DE_NAMELEN = 8;
  static final int DE_NAME = 9;
  static final int DE_TAG_SIZE = 2;
  static final int SF_I8COUNT = 1;
  static final int SF_PARENT = 2;
  static final int SF_NAME = 3;

  // Attributes.
  static final int DA_FORW = 0;
  static final int DA_MAGIC = 8;
  static final int ATTR_LEAF_MAGIC = 0xFBEE;
  static final int ATTR_LEAF_MAGIC_V5 = 0x3BEE;
  static final int DA_NODE_MAGIC = 0xFEBE;
  static final int DA_NODE_MAGIC_V5 = 0x3EBE;
  static final int DA_INFO_SIZE = 12;
  static final int DA_INFO_SIZE_V5 = 56;
  static final int DA_NODE_HEADER_SIZE = 16;
  static final int DA_NODE_HEADER_SIZE_V5 = 64;
  static final int DA_NODE_ENTRY_SIZE = 8;
  static final int DA_NODE_BEFORE = 4;
  static final int DA_MAX_DEPTH = 5;
  static final int ATTR_LEAF_HEADER_SIZE = 32;
  static final int ATTR_LEAF_HEADER_SIZE_V5 = 80;
  static final int ATTR_ENTRY_SIZE = 8;
  static final int ATTR_ENTRY_NAMEIDX = 4;
  static final int ATTR_ENTRY_FLAGS = 6;
  static final int ATTR_LOCAL = 0x01;
  static final int ATTR_ROOT = 0x02;
  static final int ATTR_SECURE = 0x04;
  static final int ATTR_PARENT = 0x08;
  static final int ATTR_INCOMPLETE = 0x80;
  static final int ATTR_SF_HEADER_SIZE = 4;
  static final int ATTR_SF_COUNT = 2;
  static final int ATTR_SF_ENTRY = 3;
  static final int ATTR_MAX_VALUE = 64 << 10;

  /** The header of blocks that hold a remote value, and of remote link targets. */
  static final int REMOTE_HEADER_SIZE = 56;

  static final int REMOTE_OFFSET = 4;
  static final int REMOTE_BYTES = 8;
  static final int ATTR_REMOTE_MAGIC = 0x5841524D;
  static final int SYMLINK_MAGIC = 0x58534C4D;
  static final int SYMLINK_MAX = 1024;
}
