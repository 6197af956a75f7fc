package io.intarsia.formats.filesystem.fat;

/** Offsets and values of the FAT file system, named as in its specification. */
final class FatLayout {
  static final int BOOT_SECTOR_BYTES = 512;

  // BIOS parameter block
  static final int BPB_BYTES_PER_SECTOR = 11;
  static final int BPB_SECTORS_PER_CLUSTER = 13;
  static final int BPB_RESERVED_SECTORS = 14;
  static final int BPB_NUMBER_OF_FATS = 16;
  static final int BPB_ROOT_ENTRIES = 17;
  static final int BPB_TOTAL_SECTORS_16 = 19;
  static final int BPB_MEDIA = 21;
  static final int BPB_FAT_SECTORS_16 = 22;
  static final int BPB_TOTAL_SECTORS_32 = 32;
  static final int BPB_FAT_SECTORS_32 = 36;
  static final int BPB_EXT_FLAGS = 40;
  static final int BPB_VERSION = 42;
  static final int BPB_ROOT_CLUSTER = 44;
  static final int BS_OEM_NAME = 3;
  static final int BS_SIGNATURE = 510;

  /** Bit 7 of the extended flags: one FAT is in use, its number is in the low four bits. */
  static final int EXT_FLAGS_NOT_MIRRORED = 0x80;

  static final int EXT_FLAGS_ACTIVE = 0x0F;

  // The extended boot record begins at 36 (FAT12, FAT16) or 64 (FAT32)
  static final int EBR_16 = 36;
  static final int EBR_32 = 64;
  static final int EBR_STATE = 1;
  static final int EBR_SIGNATURE = 2;
  static final int EBR_SERIAL = 3;
  static final int EBR_LABEL = 7;
  static final int EBR_TYPE = 18;

  /** State bit that Linux sets while the volume is mounted for writing. */
  static final int STATE_DIRTY = 1;

  static final int SIGNATURE_SERIAL = 0x28;
  static final int SIGNATURE_SERIAL_AND_LABEL = 0x29;

  static final int FIRST_CLUSTER = 2;

  /** The most clusters that the entries of a FAT12 and of a FAT16 can number. */
  static final int MAX_FAT12 = 0xFF4;

  static final int MAX_FAT16 = 0xFFF4;

  // Directory entry
  static final int ENTRY_BYTES = 32;
  static final int DIR_ATTRIBUTES = 11;
  static final int DIR_CASE = 12;
  static final int DIR_CLUSTER_HIGH = 20;
  static final int DIR_TIME = 22;
  static final int DIR_DATE = 24;
  static final int DIR_CLUSTER_LOW = 26;
  static final int DIR_SIZE = 28;
  static final int SHORT_NAME_BYTES = 11;
  static final int SHORT_BASE_BYTES = 8;

  static final int NAME_END = 0x00;
  static final int NAME_DELETED = 0xE5;

  /** Stands for 0xE5 as the first byte of a name. */
  static final int NAME_E5 = 0x05;

  static final int ATTR_READ_ONLY = 0x01;
  static final int ATTR_VOLUME = 0x08;
  static final int ATTR_DIRECTORY = 0x10;
  static final int ATTR_LONG_NAME = 0x0F;
  static final int ATTR_LONG_NAME_MASK = 0x3F;

  static final int CASE_LOWER_BASE = 0x08;
  static final int CASE_LOWER_EXTENSION = 0x10;

  // Long name entry
  static final int LDIR_ORDER = 0;
  static final int LDIR_CHECKSUM = 13;
  static final int LDIR_LAST = 0x40;
  static final int LDIR_UNITS = 13;
  static final int LDIR_MAX_ENTRIES = 20;

  /** Entries that the specification lets a directory have. */
  static final int MAX_DIRECTORY_BYTES = 65536 * ENTRY_BYTES;

  private FatLayout() {}
}
