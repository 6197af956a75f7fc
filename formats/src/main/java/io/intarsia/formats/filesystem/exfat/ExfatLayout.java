package io.intarsia.formats.filesystem.exfat;

/** Offsets and values of exFAT, named as in its specification. */
final class ExfatLayout {
  // Main boot sector (section 3.1)
  static final int FILE_SYSTEM_NAME = 3;
  static final int MUST_BE_ZERO = 11;
  static final int MUST_BE_ZERO_BYTES = 53;
  static final int VOLUME_LENGTH = 72;
  static final int FAT_OFFSET = 80;
  static final int FAT_LENGTH = 84;
  static final int CLUSTER_HEAP_OFFSET = 88;
  static final int CLUSTER_COUNT = 92;
  static final int ROOT_CLUSTER = 96;
  static final int VOLUME_SERIAL = 100;
  static final int REVISION_MAJOR = 105;
  static final int VOLUME_FLAGS = 106;
  static final int BYTES_PER_SECTOR_SHIFT = 108;
  static final int SECTORS_PER_CLUSTER_SHIFT = 109;
  static final int NUMBER_OF_FATS = 110;
  static final int PERCENT_IN_USE = 112;
  static final int BOOT_SECTOR_BYTES = 512;
  static final int BOOT_SIGNATURE = 510;

  static final int MIN_SECTOR_SHIFT = 9;
  static final int MAX_SECTOR_SHIFT = 12;
  static final int MAX_CLUSTER_SHIFT = 25;

  /** Sectors of a boot region, the last of which holds its checksum over and over. */
  static final int BOOT_REGION_SECTORS = 12;

  static final int FLAG_SECOND_FAT = 0x1;
  static final int FLAG_DIRTY = 0x2;
  static final int FLAG_MEDIA_FAILURE = 0x4;

  static final int FIRST_CLUSTER = 2;
  static final long MAX_CLUSTERS = 0xFFFFFFF5L;
  static final int END_OF_CHAIN = -1;

  // Directory entries (section 6)
  static final int ENTRY_BYTES = 32;
  static final int TYPE_IN_USE = 0x80;
  static final int TYPE_SECONDARY = 0x40;
  static final int TYPE_END = 0x00;
  static final int TYPE_BITMAP = 0x81;
  static final int TYPE_UPCASE = 0x82;
  static final int TYPE_LABEL = 0x83;
  static final int TYPE_FILE = 0x85;
  static final int TYPE_STREAM = 0xC0;
  static final int TYPE_NAME = 0xC1;

  // File entry
  static final int FILE_SECONDARIES = 1;
  static final int FILE_CHECKSUM = 2;
  static final int FILE_ATTRIBUTES = 4;
  static final int FILE_MODIFIED = 12;
  static final int FILE_MODIFIED_10MS = 21;
  static final int FILE_MODIFIED_OFFSET = 23;
  static final int MIN_SECONDARIES = 2;
  static final int MAX_SECONDARIES = 18;
  static final int ATTRIBUTE_READ_ONLY = 0x01;
  static final int ATTRIBUTE_DIRECTORY = 0x10;

  // Stream extension entry
  static final int STREAM_FLAGS = 1;
  static final int STREAM_NAME_LENGTH = 3;
  static final int STREAM_VALID_LENGTH = 8;
  static final int FLAG_NO_FAT_CHAIN = 0x2;

  // Place of any allocation
  static final int FIRST_CLUSTER_FIELD = 20;
  static final int DATA_LENGTH = 24;

  static final int NAME_UNITS = 2;
  static final int UNITS_PER_ENTRY = 15;

  // Label entry
  static final int LABEL_LENGTH = 1;
  static final int LABEL_UNITS = 2;
  static final int MAX_LABEL = 11;

  // Bitmap and up-case table entries
  static final int BITMAP_FLAGS = 1;
  static final int UPCASE_CHECKSUM = 4;

  /** Bytes that a directory may take. */
  static final int MAX_DIRECTORY_BYTES = 256 << 20;

  private ExfatLayout() {}
}
