package io.intarsia.formats.image.vdi;

/** Offsets and values of VDI; see the package. */
final class VdiLayout {
  static final int MAGIC_OFFSET = 64;
  static final int MAGIC = 0xBEDA107F;
  static final int VERSION_OFFSET = 68;
  static final int VERSION = 0x00010001;
  static final int HEADER_LENGTH_OFFSET = 72;
  static final int HEADER_LENGTH = 400;
  static final int KIND_OFFSET = 76;
  static final int DESCRIPTION_OFFSET = 84;
  static final int DESCRIPTION_BYTES = 256;
  static final int MAP_OFFSET = 340;
  static final int DATA_OFFSET = 344;
  static final int SECTOR_SIZE_OFFSET = 360;
  static final int DISK_SIZE_OFFSET = 368;
  static final int BLOCK_SIZE_OFFSET = 376;
  static final int BLOCK_EXTRA_OFFSET = 380;
  static final int BLOCKS_OFFSET = 384;
  static final int ALLOCATED_OFFSET = 388;
  static final int UUID_OFFSET = 392;
  static final int SNAPSHOT_UUID_OFFSET = 408;
  static final int PARENT_UUID_OFFSET = 424;
  static final int UUID_BYTES = 16;

  static final int HEADER_BYTES = 512;
  static final int SECTOR = 512;
  static final int KIND_DYNAMIC = 1;
  static final int KIND_FIXED = 2;
  static final int KIND_DIFFERENCING = 4;

  static final int ENTRY_BYTES = 4;
  static final long ENTRY_ABSENT = 0xFFFFFFFFL;
  static final long ENTRY_ZERO = 0xFFFFFFFEL;

  static final int MIN_BLOCK_BYTES = 512;
  static final int MAX_BLOCK_BYTES = 256 << 20;

  private VdiLayout() {}
}
