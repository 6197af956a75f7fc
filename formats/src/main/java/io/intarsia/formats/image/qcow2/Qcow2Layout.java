package io.intarsia.formats.image.qcow2;

/**
 * Offsets, sizes and bits of qcow2. All integers are big-endian.
 *
 * <pre>
 *    0 u32 magic               36 u32 L1 entries            72 u64 incompatible features (v3 ...)
 *    4 u32 version             40 u64 L1 table              80 u64 compatible features
 *    8 u64 backing file name   48 u64 refcount table        88 u64 autoclear features
 *   16 u32 its length          56 u32 its clusters          96 u32 refcount order
 *   20 u32 cluster bits        60 u32 snapshots            100 u32 header length
 *   24 u64 virtual size        64 u64 snapshot table       104 u8  compression type
 *   32 u32 encryption
 * </pre>
 *
 * Header extensions follow the header: u32 type, u32 length, data padded to 8 bytes.
 */
final class Qcow2Layout {
  static final int MAGIC = 0x514649FB;
  static final int V2_HEADER_BYTES = 72;
  static final int V3_MIN_HEADER_BYTES = 104;

  static final int VERSION_OFFSET = 4;
  static final int BACKING_NAME_OFFSET = 8;
  static final int BACKING_LENGTH_OFFSET = 16;
  static final int CLUSTER_BITS_OFFSET = 20;
  static final int SIZE_OFFSET = 24;
  static final int ENCRYPTION_OFFSET = 32;
  static final int L1_ENTRIES_OFFSET = 36;
  static final int L1_TABLE_OFFSET = 40;
  static final int REFCOUNT_TABLE_OFFSET = 48;
  static final int REFCOUNT_CLUSTERS_OFFSET = 56;
  static final int SNAPSHOTS_OFFSET = 60;
  static final int INCOMPATIBLE_OFFSET = 72;
  static final int REFCOUNT_ORDER_OFFSET = 96;
  static final int HEADER_LENGTH_OFFSET = 100;
  static final int COMPRESSION_TYPE_OFFSET = 104;

  static final int MIN_CLUSTER_BITS = 9;
  static final int MAX_CLUSTER_BITS = 21;
  static final int MIN_EXTENDED_CLUSTER_BITS = 14;
  static final int MAX_BACKING_NAME_BYTES = 1023;
  static final int MAX_L1_BYTES = 32 << 20;

  static final long FEATURE_DIRTY = 1;
  static final long FEATURE_CORRUPT = 1 << 1;
  static final long FEATURE_DATA_FILE = 1 << 2;
  static final long FEATURE_COMPRESSION_TYPE = 1 << 3;
  static final long FEATURE_EXTENDED_L2 = 1 << 4;
  static final int KNOWN_FEATURES = 5;

  static final int EXTENSION_END = 0;
  static final int EXTENSION_BACKING_FORMAT = 0xE2792ACA;
  static final int EXTENSION_FEATURE_NAMES = 0x6803F857;
  static final int EXTENSION_BITMAPS = 0x23852875;
  static final int EXTENSION_DATA_FILE = 0x44415441;
  static final int FEATURE_NAME_ENTRY_BYTES = 48;

  static final int ENTRY_BYTES = 8;
  static final int EXTENDED_ENTRY_BYTES = 16;
  static final int SUBCLUSTER_BITS = 5;

  /** Bits 9 to 55 of an L1 entry, or of an L2 entry of a plain cluster. */
  static final long OFFSET_MASK = 0x00FFFFFFFFFFFE00L;

  static final long FLAG_COPIED = 1L << 63;
  static final long FLAG_COMPRESSED = 1L << 62;
  static final long FLAG_ZERO = 1;

  private Qcow2Layout() {}
}
