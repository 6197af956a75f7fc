package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.LittleEndian;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Offsets, sizes and identifiers of VHDX.
 *
 * <pre>
 *   header (4 KiB)            region table (64 KiB)     metadata table (64 KiB)
 *    0 text "head"             0 text "regi"             0 text "metadata"
 *    4 u32 CRC-32C             4 u32 CRC-32C            10 u16 entries
 *    8 u64 sequence number     8 u32 entries            32 entries of 32: guid, u32 place in the
 *   48 guid log               16 entries of 32: guid,      region, u32 length, u32 flags (1 user's,
 *   64 u16 log version           u64 place, u32            2 of the disk, 4 required)
 *   66 u16 version               length, u32 required
 *   68 u32 log length
 *   72 u64 log place
 * </pre>
 *
 * A block table entry has the state in bits 0 to 2 and the place in MiB from bit 20 on. Behind each
 * chunk, the blocks for which one bitmap of 1 MiB has a bit per sector, stands that bitmap's entry.
 */
final class VhdxLayout {
  static final long FILE_MAGIC = 0x656C696678646876L;
  static final int MIB = 1 << 20;

  static final long[] HEADER_PLACES = {64 << 10, 128 << 10};
  static final int HEADER_BYTES = 4096;
  static final int HEADER_MAGIC = 0x64616568;
  static final int CHECKSUM_OFFSET = 4;
  static final int SEQUENCE_OFFSET = 8;
  static final int FILE_WRITE_OFFSET = 16;
  static final int DATA_WRITE_OFFSET = 32;
  static final int LOG_ID_OFFSET = 48;
  static final int LOG_VERSION_OFFSET = 64;
  static final int VERSION_OFFSET = 66;
  static final int LOG_LENGTH_OFFSET = 68;
  static final int LOG_PLACE_OFFSET = 72;
  static final int VERSION = 1;

  static final long[] REGION_TABLE_PLACES = {192 << 10, 256 << 10};
  static final int TABLE_BYTES = 64 << 10;
  static final int REGION_MAGIC = 0x69676572;
  static final int REGION_COUNT_OFFSET = 8;
  static final int REGIONS_OFFSET = 16;
  static final int ENTRY_BYTES = 32;
  static final int MAX_ENTRIES = 2047;
  static final UUID BLOCK_TABLE = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
  static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

  static final long METADATA_MAGIC = 0x617461646174656DL;
  static final int METADATA_COUNT_OFFSET = 10;
  static final int METADATA_ENTRIES_OFFSET = 32;
  static final int METADATA_USER = 1;
  static final int METADATA_OF_DISK = 2;
  static final int METADATA_REQUIRED = 4;
  static final int MAX_ITEM_BYTES = 1 << 20;
  static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
  static final UUID DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
  static final UUID DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
  static final UUID LOGICAL_SECTOR = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
  static final UUID PHYSICAL_SECTOR = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");
  static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");
  static final UUID VHDX_LOCATOR = UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913");
  static final int HAS_PARENT = 2;

  static final int MIN_BLOCK_BYTES = MIB;
  static final int MAX_BLOCK_BYTES = 256 << 20;
  static final long MAX_DISK_BYTES = 64L << 40;

  /** Sectors that one bitmap of 1 MiB describes. */
  static final long CHUNK_SECTORS = 1L << 23;

  static final int TABLE_ENTRY_BYTES = 8;
  static final int STATE_MASK = 7;
  static final int STATE_ABSENT = 0;
  static final int STATE_UNDEFINED = 1;
  static final int STATE_ZERO = 2;
  static final int STATE_UNMAPPED = 3;
  static final int STATE_PRESENT = 6;
  static final int STATE_PARTIAL = 7;
  static final int PLACE_SHIFT = 20;

  private VhdxLayout() {}

  /** CRC-32C of a structure, its own field taken as zeros. */
  static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM_OFFSET);
    crc.update(new byte[Integer.BYTES]);
    int rest = CHECKSUM_OFFSET + Integer.BYTES;
    crc.update(bytes, rest, bytes.length - rest);
    return (int) crc.getValue();
  }

  static boolean hasSoundChecksum(byte[] bytes) {
    return LittleEndian.i32(bytes, CHECKSUM_OFFSET) == checksum(bytes);
  }

  /** A GUID: its first three groups are little-endian. */
  static UUID guid(byte[] bytes, int offset) {
    long high =
        LittleEndian.u32(bytes, offset) << 32
            | (long) LittleEndian.u16(bytes, offset + 4) << 16
            | LittleEndian.u16(bytes, offset + 6);
    return new UUID(high, Long.reverseBytes(LittleEndian.i64(bytes, offset + 8)));
  }

  static void putGuid(byte[] bytes, int offset, UUID guid) {
    long high = guid.getMostSignificantBits();
    LittleEndian.put32(bytes, offset, (int) (high >>> 32));
    LittleEndian.put16(bytes, offset + 4, (int) (high >>> 16));
    LittleEndian.put16(bytes, offset + 6, (int) high);
    LittleEndian.put64(bytes, offset + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
  }
}
