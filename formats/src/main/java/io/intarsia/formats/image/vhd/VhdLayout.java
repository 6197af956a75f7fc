package io.intarsia.formats.image.vhd;

/**
 * Offsets and values of VHD. All integers are big-endian.
 *
 * <pre>
 *   footer                      dynamic header
 *    0 text "conectix"           0 text "cxsparse"
 *    8 u32 features              8 u64 -1
 *   12 u32 version              16 u64 place of the block table
 *   16 u64 dynamic header       24 u32 version
 *   24 u32 time                 28 u32 entries of the table
 *   28 text creator             32 u32 block size
 *   40 u64 original size        36 u32 checksum
 *   48 u64 current size         40 uuid parent
 *   56 u16, u8, u8 geometry     64 UTF-16 parent name
 *   60 u32 kind                576 8 parent locators: text platform, u32 space, u32 length,
 *   64 u32 checksum                u32 reserved, u64 place
 *   68 uuid
 *   84 u8 saved state
 * </pre>
 */
final class VhdLayout {
  static final int SECTOR = 512;
  static final int FOOTER_BYTES = SECTOR;
  static final long FOOTER_MAGIC = 0x636F6E6563746978L;
  static final int FEATURES_OFFSET = 8;
  static final int VERSION_OFFSET = 12;
  static final int DYNAMIC_HEADER_OFFSET = 16;
  static final int TIME_OFFSET = 24;
  static final int CREATOR_OFFSET = 28;
  static final int CREATOR_VERSION_OFFSET = 32;
  static final int ORIGINAL_SIZE_OFFSET = 40;
  static final int CURRENT_SIZE_OFFSET = 48;
  static final int CYLINDERS_OFFSET = 56;
  static final int HEADS_OFFSET = 58;
  static final int TRACK_SECTORS_OFFSET = 59;
  static final int KIND_OFFSET = 60;
  static final int FOOTER_CHECKSUM_OFFSET = 64;
  static final int UUID_OFFSET = 68;
  static final int SAVED_STATE_OFFSET = 84;

  static final int VERSION = 0x00010000;
  static final int FEATURES_RESERVED = 2;
  static final int KIND_FIXED = 2;
  static final int KIND_DYNAMIC = 3;
  static final int KIND_DIFFERENCING = 4;

  static final int HEADER_BYTES = 1024;
  static final long HEADER_MAGIC = 0x6378737061727365L;
  static final int TABLE_OFFSET = 16;
  static final int HEADER_VERSION_OFFSET = 24;
  static final int ENTRIES_OFFSET = 28;
  static final int BLOCK_SIZE_OFFSET = 32;
  static final int HEADER_CHECKSUM_OFFSET = 36;
  static final int PARENT_UUID_OFFSET = 40;
  static final int PARENT_NAME_OFFSET = 64;
  static final int PARENT_NAME_BYTES = 512;
  static final int LOCATORS_OFFSET = 576;
  static final int LOCATORS = 8;
  static final int LOCATOR_BYTES = 24;
  static final int LOCATOR_RELATIVE = 0x57327275;
  static final int MAX_LOCATOR_BYTES = 64 << 10;

  static final int ENTRY_BYTES = 4;
  static final long ENTRY_ABSENT = 0xFFFFFFFFL;
  static final int MAX_BLOCK_BYTES = 256 << 20;

  static final int MAX_CYLINDERS = 65535;
  static final int MAX_HEADS = 16;
  static final int MAX_TRACK_SECTORS = 255;

  private VhdLayout() {}

  /** Ones' complement of the sum of all bytes but those of the checksum. */
  static int checksum(byte[] bytes, int checksumOffset) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (i < checksumOffset || i >= checksumOffset + Integer.BYTES) {
        sum += bytes[i] & 0xFF;
      }
    }
    return ~sum;
  }

  /** Bytes of the bitmap in front of a block, whole sectors. */
  static int bitmapBytes(int blockBytes) {
    int bytes = (blockBytes / SECTOR + 7) / 8;
    return (bytes + SECTOR - 1) & -SECTOR;
  }
}
