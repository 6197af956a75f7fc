package io.intarsia.formats.image.vmdk;

/**
 * Offsets, sizes and bits of a hosted sparse extent. All integers are little-endian, all places and
 * sizes in sectors of 512 bytes.
 *
 * <pre>
 *    0 u32 magic             28 u64 descriptor place       64 u64 overhead (metadata in front)
 *    4 u32 version (1 to 3)  36 u64 descriptor size        72 u8  not closed properly
 *    8 u32 flags             44 u32 entries per table      73 "\n", " ", "\r\n": damaged by a
 *   12 u64 capacity          48 u64 redundant directory       transfer as text when different
 *   20 u64 grain size        56 u64 directory              77 u16 compression (0, 1: deflate)
 * </pre>
 *
 * A grain directory has u32 places of grain tables, a grain table u32 places of grains. A marker
 * begins with u64 value, u32 size, u32 type; when the size is not 0, it is that of a compressed
 * grain whose first sector is the value, and whose bytes stand from 12 on.
 */
final class VmdkLayout {
  static final int SECTOR = 512;
  static final int MAGIC = 0x564D444B;
  static final int HEADER_BYTES = SECTOR;

  static final int VERSION_OFFSET = 4;
  static final int FLAGS_OFFSET = 8;
  static final int CAPACITY_OFFSET = 12;
  static final int GRAIN_SIZE_OFFSET = 20;
  static final int DESCRIPTOR_OFFSET = 28;
  static final int DESCRIPTOR_SIZE_OFFSET = 36;
  static final int TABLE_ENTRIES_OFFSET = 44;
  static final int REDUNDANT_DIRECTORY_OFFSET = 48;
  static final int DIRECTORY_OFFSET = 56;
  static final int OVERHEAD_OFFSET = 64;
  static final int LINE_ENDS_OFFSET = 73;
  static final int COMPRESSION_OFFSET = 77;

  static final int MAX_VERSION = 3;
  static final int FLAG_LINE_ENDS = 1;
  static final int FLAG_REDUNDANT = 1 << 1;
  static final int FLAG_ZERO_GRAINS = 1 << 2;
  static final int FLAG_COMPRESSED = 1 << 16;
  static final int FLAG_MARKERS = 1 << 17;
  static final int COMPRESSION_DEFLATE = 1;
  static final byte[] LINE_ENDS = {'\n', ' ', '\r', '\n'};

  /** In place of the directory's: it is in the footer, a header near the end of the file. */
  static final long DIRECTORY_IN_FOOTER = -1;

  /** Footer and end-of-stream marker are the last two sectors. */
  static final int FOOTER_FROM_END = 2 * SECTOR;

  static final int ENTRY_BYTES = 4;
  static final int TABLE_ENTRIES = 512;
  static final long ENTRY_ZERO = 1;

  static final int MARKER_SIZE_OFFSET = 8;
  static final int MARKER_TYPE_OFFSET = 12;
  static final int GRAIN_DATA_OFFSET = 12;
  static final int MARKER_TABLE = 1;
  static final int MARKER_DIRECTORY = 2;
  static final int MARKER_FOOTER = 3;

  static final int MAX_TABLE_ENTRIES = 4096;
  static final int MAX_GRAIN_SECTORS = 1 << 21;
  static final int MAX_COMPRESSED_GRAIN_BYTES = 1 << 20;
  static final int MAX_DESCRIPTOR_BYTES = 1 << 20;

  /** Disks of up to 2^55 bytes, so that sums never overflow. */
  static final long MAX_SECTORS = 1L << 46;

  private VmdkLayout() {}
}
