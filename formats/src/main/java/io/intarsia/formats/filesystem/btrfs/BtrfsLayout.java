package io.intarsia.formats.filesystem.btrfs;

/** Offsets, numbers and limits of btrfs on disk. Offsets are in bytes from a structure's start. */
final class BtrfsLayout {
  // Superblock: struct btrfs_super_block
  static final int SUPERBLOCK_OFFSET = 0x10000;
  static final int SUPERBLOCK_SIZE = 4096;

  /** Where superblocks stand, the first one first. */
  static final long[] SUPERBLOCKS = {SUPERBLOCK_OFFSET, 64L << 20, 256L << 30};

  /** What no allocation uses at each superblock. */
  static final int SUPERBLOCK_RESERVED = 0x10000;

  /** What no allocation uses at the start of a device. */
  static final int DEVICE_RESERVED = 1 << 20;

  static final int CSUM_SIZE = 32;
  static final int S_FSID = 0x20;
  static final int S_BYTENR = 0x30;
  static final int S_FLAGS = 0x38;
  static final int S_MAGIC = 0x40;
  static final int S_GENERATION = 0x48;
  static final int S_ROOT = 0x50;
  static final int S_CHUNK_ROOT = 0x58;
  static final int S_LOG_ROOT = 0x60;
  static final int S_BYTES_USED = 0x78;
  static final int S_NUM_DEVICES = 0x88;
  static final int S_SECTORSIZE = 0x90;
  static final int S_NODESIZE = 0x94;
  static final int S_SYS_CHUNK_ARRAY_SIZE = 0xA0;
  static final int S_CHUNK_ROOT_GENERATION = 0xA4;
  static final int S_COMPAT_RO_FLAGS = 0xB4;
  static final int S_INCOMPAT_FLAGS = 0xBC;
  static final int S_CSUM_TYPE = 0xC4;
  static final int S_ROOT_LEVEL = 0xC6;
  static final int S_CHUNK_ROOT_LEVEL = 0xC7;
  static final int S_DEV_ITEM = 0xC9;
  static final int S_LABEL = 0x12B;
  static final int LABEL_SIZE = 256;
  static final int S_METADATA_UUID = 0x23B;
  static final int S_SYS_CHUNK_ARRAY = 0x32B;
  static final int SYS_CHUNK_ARRAY_MAX = 2048;
  static final int UUID_LENGTH = 16;

  /** {@code _BHRfS_M}. */
  static final long MAGIC = 0x4D5F53665248425FL;

  static final int MIN_SECTOR_SIZE = 4096;
  static final int MAX_NODE_SIZE = 65536;

  // Flags of the superblock
  static final long FLAG_WRITTEN = 1;
  static final long FLAG_RELOC = 1 << 1;
  static final long FLAG_ERROR = 1 << 2;
  static final long FLAG_SEEDING = 1L << 32;
  static final long FLAG_METADUMP = 1L << 33;
  static final long FLAG_METADUMP_V2 = 1L << 34;
  static final long FLAG_CHANGING_FSID = 1L << 35;
  static final long FLAG_CHANGING_FSID_V2 = 1L << 36;
  static final long FLAG_CHANGING_BG_TREE = 1L << 38;

  // Incompatible features
  static final long INCOMPAT_METADATA_UUID = 0x400;
  static final long COMPAT_RO_BLOCK_GROUP_TREE = 0x8;

  /** FREE_SPACE_TREE, FREE_SPACE_TREE_VALID, VERITY, BLOCK_GROUP_TREE. */
  static final long COMPAT_RO_KNOWN = 0xF;

  // Device item: struct btrfs_dev_item
  static final int DI_DEVID = 0;
  static final int DI_TOTAL_BYTES = 8;

  // Key: struct btrfs_disk_key
  static final int K_TYPE = 8;
  static final int K_OFFSET = 9;
  static final int KEY_SIZE = 17;

  // Tree block: struct btrfs_header, then items or pointers
  static final int H_FSID = 0x20;
  static final int H_BYTENR = 0x30;
  static final int H_GENERATION = 0x50;
  static final int H_NRITEMS = 0x60;
  static final int H_LEVEL = 0x64;
  static final int HEADER_SIZE = 101;
  static final int ITEM_SIZE = 25;
  static final int I_OFFSET = 17;
  static final int I_SIZE = 21;
  static final int POINTER_SIZE = 33;
  static final int P_BLOCK = 17;
  static final int P_GENERATION = 25;
  static final int MAX_LEVEL = 7;

  // Objects with numbers of their own
  static final long EXTENT_TREE = 2;
  static final long DEV_TREE = 4;
  static final long FS_TREE = 5;
  static final long BLOCK_GROUP_TREE = 11;
  static final long FIRST_FREE = 256;
  static final long FIRST_CHUNK_TREE = 256;

  // Types of items
  static final int INODE_ITEM = 1;
  static final int XATTR_ITEM = 24;
  static final int DIR_INDEX = 96;
  static final int EXTENT_DATA = 108;
  static final int ROOT_ITEM = 132;
  static final int ROOT_REF = 156;
  static final int EXTENT_ITEM = 168;
  static final int METADATA_ITEM = 169;
  static final int BLOCK_GROUP_ITEM = 192;
  static final int DEV_EXTENT = 204;
  static final int CHUNK_ITEM = 228;

  // Inode: struct btrfs_inode_item
  static final int INODE_SIZE = 16;
  static final int INODE_NLINK = 40;
  static final int INODE_UID = 44;
  static final int INODE_GID = 48;
  static final int INODE_MODE = 52;
  static final int INODE_RDEV = 56;
  static final int INODE_MTIME = 136;
  static final int INODE_ITEM_SIZE = 160;
  static final int RDEV_MINOR_BITS = 20;

  // Root of a tree: struct btrfs_root_item, whose last fields old file systems lack
  static final int ROOT_GENERATION = 160;
  static final int ROOT_DIRID = 168;
  static final int ROOT_BYTENR = 176;
  static final int ROOT_REFS = 216;
  static final int ROOT_LEVEL = 238;
  static final int ROOT_ITEM_MIN_SIZE = 239;

  // Place of a subvolume: struct btrfs_root_ref
  static final int REF_DIRID = 0;
  static final int REF_NAME_LEN = 16;
  static final int REF_NAME = 18;

  // Entry of a directory or attribute: struct btrfs_dir_item
  static final int DIR_LOCATION = 0;
  static final int DIR_DATA_LEN = 25;
  static final int DIR_NAME_LEN = 27;
  static final int DIR_NAME = 30;
  static final int MAX_NAME = 255;

  // Piece of a file: struct btrfs_file_extent_item
  static final int FE_RAM_BYTES = 8;
  static final int FE_COMPRESSION = 16;
  static final int FE_ENCRYPTION = 17;
  static final int FE_OTHER_ENCODING = 18;
  static final int FE_TYPE = 20;
  static final int FE_INLINE = 21;
  static final int FE_DISK_BYTENR = 21;
  static final int FE_DISK_NUM_BYTES = 29;
  static final int FE_OFFSET = 37;
  static final int FE_NUM_BYTES = 45;
  static final int FILE_EXTENT_SIZE = 53;
  static final int FE_TYPE_INLINE = 0;
  static final int FE_TYPE_REGULAR = 1;
  static final int FE_TYPE_PREALLOC = 2;

  /** Of one extent, compressed and not: what Linux writes. */
  static final int MAX_COMPRESSED_EXTENT = 128 << 10;

  // Chunk: struct btrfs_chunk and btrfs_stripe
  static final int C_LENGTH = 0;
  static final int C_TYPE = 24;
  static final int C_NUM_STRIPES = 44;
  static final int C_STRIPES = 48;
  static final int STRIPE_SIZE = 32;
  static final int STRIPE_OFFSET = 8;

  // Bits of a chunk's type
  static final long CHUNK_SYSTEM = 1 << 1;
  static final long CHUNK_METADATA = 1 << 2;
  static final long PROFILE_RAID0 = 1 << 3;
  static final long PROFILE_RAID1 = 1 << 4;
  static final long PROFILE_DUP = 1 << 5;
  static final long PROFILE_RAID10 = 1 << 6;
  static final long PROFILE_RAID5 = 1 << 7;
  static final long PROFILE_RAID6 = 1 << 8;
  static final long PROFILE_RAID1C3 = 1 << 9;
  static final long PROFILE_RAID1C4 = 1 << 10;
  static final long PROFILES =
      PROFILE_RAID0
          | PROFILE_RAID1
          | PROFILE_DUP
          | PROFILE_RAID10
          | PROFILE_RAID5
          | PROFILE_RAID6
          | PROFILE_RAID1C3
          | PROFILE_RAID1C4;

  // Part of a device: struct btrfs_dev_extent
  static final int DE_CHUNK_OFFSET = 16;
  static final int DE_LENGTH = 24;
  static final int DEV_EXTENT_SIZE = 48;

  // Block group: struct btrfs_block_group_item
  static final int BG_USED = 0;
  static final int BLOCK_GROUP_ITEM_SIZE = 24;

  private BtrfsLayout() {}
}
