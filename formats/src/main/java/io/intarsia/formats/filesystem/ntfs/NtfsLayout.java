package io.intarsia.formats.filesystem.ntfs;

/** Constants of the format: byte offsets, flags and limits. All integers are little-endian. */
final class NtfsLayout {
  private NtfsLayout() {}

  /** Update sequences protect strides of this length, whatever the sector size. */
  static final int FIXUP_STRIDE = 512;

  static final int BOOT_SECTOR_SIZE = 512;
  static final int BOOT_OEM_ID = 0x03;
  static final int BOOT_BYTES_PER_SECTOR = 0x0B;
  static final int BOOT_SECTORS_PER_CLUSTER = 0x0D;
  static final int BOOT_SECTORS = 0x28;
  static final int BOOT_MFT_CLUSTER = 0x30;
  static final int BOOT_MIRROR_CLUSTER = 0x38;
  static final int BOOT_CLUSTERS_PER_RECORD = 0x40;
  static final int BOOT_SERIAL = 0x48;
  static final int MAX_SECTOR_SIZE = 4096;
  static final int MAX_CLUSTER_SIZE = 2 << 20;
  static final int MIN_RECORD_SIZE = 512;
  static final int MAX_RECORD_SIZE = 64 << 10;

  /** Header of each record that an update sequence protects. */
  static final int RECORD_MAGIC = 0x00;

  static final int RECORD_FIXUP_OFFSET = 0x04;
  static final int RECORD_FIXUP_COUNT = 0x06;
  static final int MAGIC_FILE = 0x454C4946;
  static final int MAGIC_INDX = 0x58444E49;
  static final int MAGIC_RSTR = 0x52545352;

  /** Record of the master file table. */
  static final int FILE_SEQUENCE = 0x10;

  static final int FILE_ATTRIBUTES_OFFSET = 0x14;
  static final int FILE_FLAGS = 0x16;
  static final int FILE_BYTES_IN_USE = 0x18;
  static final int FILE_BASE_REFERENCE = 0x20;
  static final int FILE_HEADER_SIZE = 0x28;
  static final int FILE_IN_USE = 1;
  static final int FILE_IS_DIRECTORY = 2;

  /** References hold a record number and, above it, a sequence number. */
  static final long REFERENCE_MASK = (1L << 48) - 1;

  static final int REFERENCE_BITS = 48;

  /** Header of an attribute. */
  static final int ATTRIBUTE_TYPE = 0x00;

  static final int ATTRIBUTE_LENGTH = 0x04;
  static final int ATTRIBUTE_NON_RESIDENT = 0x08;
  static final int ATTRIBUTE_NAME_LENGTH = 0x09;
  static final int ATTRIBUTE_NAME_OFFSET = 0x0A;
  static final int ATTRIBUTE_FLAGS = 0x0C;
  static final int RESIDENT_LENGTH = 0x10;
  static final int RESIDENT_OFFSET = 0x14;
  static final int RESIDENT_HEADER_SIZE = 0x18;
  static final int RUNS_LOWEST_VCN = 0x10;
  static final int RUNS_HIGHEST_VCN = 0x18;
  static final int RUNS_OFFSET = 0x20;
  static final int RUNS_COMPRESSION_UNIT = 0x22;
  static final int RUNS_ALLOCATED_SIZE = 0x28;
  static final int RUNS_DATA_SIZE = 0x30;
  static final int RUNS_INITIALIZED_SIZE = 0x38;
  static final int RUNS_HEADER_SIZE = 0x40;
  static final int FLAG_COMPRESSION_MASK = 0x00FF;
  static final int FLAG_COMPRESSED = 0x0001;
  static final int FLAG_ENCRYPTED = 0x4000;

  static final int TYPE_STANDARD_INFORMATION = 0x10;
  static final int TYPE_ATTRIBUTE_LIST = 0x20;
  static final int TYPE_FILE_NAME = 0x30;
  static final int TYPE_VOLUME_NAME = 0x60;
  static final int TYPE_VOLUME_INFORMATION = 0x70;
  static final int TYPE_DATA = 0x80;
  static final int TYPE_INDEX_ROOT = 0x90;
  static final int TYPE_INDEX_ALLOCATION = 0xA0;
  static final int TYPE_BITMAP = 0xB0;
  static final int TYPE_REPARSE_POINT = 0xC0;
  static final int TYPE_EA = 0xE0;
  static final int TYPE_END = -1;

  /** $ATTRIBUTE_LIST entry. */
  static final int LIST_LENGTH = 0x04;

  static final int LIST_NAME_LENGTH = 0x06;
  static final int LIST_LOWEST_VCN = 0x08;
  static final int LIST_REFERENCE = 0x10;
  static final int LIST_ENTRY_SIZE = 0x1A;

  /** As much as Windows allows. */
  static final int MAX_ATTRIBUTE_LIST = 256 << 10;

  /** $STANDARD_INFORMATION. */
  static final int INFORMATION_MODIFIED = 0x08;

  static final int INFORMATION_FLAGS = 0x20;
  static final int INFORMATION_SIZE = 0x24;
  static final int FILE_HIDDEN = 0x2;
  static final int FILE_SYSTEM = 0x4;
  static final int FILE_REPARSE_POINT = 0x400;
  static final int FILE_RECALL_ON_OPEN = 0x40000;

  /** FILETIME counts from 1601 in units of 100 ns. */
  static final long EPOCH_SECONDS = 11_644_473_600L;

  static final int TICKS_PER_SECOND = 10_000_000;

  /** $FILE_NAME. */
  static final int NAME_PARENT = 0x00;

  static final int NAME_LENGTH = 0x40;
  static final int NAME_SPACE = 0x41;
  static final int NAME_CHARS = 0x42;
  static final int NAMESPACE_DOS = 2;

  /** $INDEX_ROOT. */
  static final int ROOT_INDEXED_TYPE = 0x00;

  static final int ROOT_BLOCK_SIZE = 0x08;
  static final int ROOT_HEADER = 0x10;

  /** Block of $INDEX_ALLOCATION. */
  static final int BLOCK_VCN = 0x10;

  static final int BLOCK_HEADER = 0x18;
  static final int MAX_BLOCK_SIZE = 64 << 10;

  /** Index header; offsets in it count from it. */
  static final int HEADER_FIRST_ENTRY = 0x00;

  static final int HEADER_USED = 0x04;
  static final int HEADER_SIZE = 0x10;

  /** Index entry. */
  static final int ENTRY_REFERENCE = 0x00;

  static final int ENTRY_LENGTH = 0x08;
  static final int ENTRY_KEY_LENGTH = 0x0A;
  static final int ENTRY_FLAGS = 0x0C;
  static final int ENTRY_KEY = 0x10;
  static final int ENTRY_HAS_CHILD = 1;
  static final int ENTRY_IS_LAST = 2;

  /** $VOLUME_INFORMATION. */
  static final int VOLUME_FLAGS = 0x0A;

  static final int VOLUME_INFORMATION_SIZE = 0x0C;
  static final int VOLUME_IS_DIRTY = 1;

  /** $REPARSE_POINT. */
  static final int REPARSE_TAG = 0x00;

  static final int REPARSE_LENGTH = 0x04;
  static final int REPARSE_DATA = 0x08;
  static final int MAX_REPARSE_POINT = 16 << 10;
  static final int TAG_MOUNT_POINT = 0xA0000003;
  static final int TAG_SYMLINK = 0xA000000C;
  static final int TAG_WOF = 0x80000017;
  static final int TAG_LX_SYMLINK = 0xA000001D;
  static final int TAG_AF_UNIX = 0x80000023;
  static final int TAG_LX_FIFO = 0x80000024;
  static final int TAG_LX_CHR = 0x80000025;
  static final int TAG_LX_BLK = 0x80000026;

  /** Records of the master file table with a purpose of their own. */
  static final long RECORD_MFT = 0;

  static final long RECORD_MIRROR = 1;
  static final long RECORD_LOG = 2;
  static final long RECORD_VOLUME = 3;
  static final long RECORD_ROOT = 5;
  static final long RECORD_BITMAP = 6;
  static final long RECORD_UPCASE = 10;
  static final long FIRST_USER_RECORD = 16;
}
