package io.intarsia.formats.partition;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * A GPT header whose checksums were right, with its entries (UEFI 2.10, section 5.3.2).
 *
 * <pre>
 *    0  "EFI PART"               40  first usable block
 *    8  revision                 48  last usable block
 *   12  header bytes, 92 or more 56  disk GUID
 *   16  CRC-32 of the header     72  block of the entries
 *   24  block of this header     80  number of entries
 *   32  block of the other one   84  bytes per entry, 128 times a power of two
 *                                88  CRC-32 of the entries
 * </pre>
 *
 * @param sectorSize bytes per block
 * @param alternateBlock where this header says that the other one is
 * @param entries {@code entryCount} times {@code entrySize} bytes
 */
record GptHeader(
    int sectorSize, long alternateBlock, int entryCount, int entrySize, byte[] entries) {
  static final int MIN_ENTRY_BYTES = 128;

  private static final long SIGNATURE = 0x5452415020494645L;
  private static final int MIN_HEADER_BYTES = 92;
  private static final int MAX_ENTRY_BYTES = 4096;

  /** 32 times what is usual. */
  private static final int MAX_ENTRIES = 4096;

  /** Whether a header begins at that block, sound or not. */
  static boolean isAt(ByteSource disk, long block, int sectorSize) throws IOException {
    return block >= 1
        && block <= disk.size() / sectorSize - 1
        && LittleEndian.i64(disk.read(block * sectorSize, Long.BYTES), 0) == SIGNATURE;
  }

  /**
   * Reads the header at a block inside the disk.
   *
   * @param where begins the message of the error
   * @throws MalformedException when it is none, or is damaged
   */
  static GptHeader read(ByteSource disk, String where, long block, int sectorSize)
      throws IOException {
    byte[] header = disk.read(block * sectorSize, sectorSize);
    if (LittleEndian.i64(header, 0) != SIGNATURE) {
      throw new MalformedException(where, "has no signature");
    }
    long headerBytes = LittleEndian.u32(header, 12);
    if (headerBytes < MIN_HEADER_BYTES || headerBytes > sectorSize) {
      throw new MalformedException(where, "has a wrong length");
    }
    long crc = LittleEndian.u32(header, 16);
    LittleEndian.put32(header, 16, 0);
    if (crc32(header, (int) headerBytes) != crc || LittleEndian.i64(header, 24) != block) {
      throw new MalformedException(where, "has a wrong checksum or place");
    }
    return withEntries(disk, where, header, sectorSize);
  }

  private static GptHeader withEntries(ByteSource disk, String where, byte[] header, int sectorSize)
      throws IOException {
    long count = LittleEndian.u32(header, 80);
    long entrySize = LittleEndian.u32(header, 84);
    if (count > MAX_ENTRIES
        || entrySize < MIN_ENTRY_BYTES
        || entrySize > MAX_ENTRY_BYTES
        || (entrySize & (entrySize - 1)) != 0) {
      throw new MalformedException(where, "has entries of an impossible number or size");
    }
    long block = LittleEndian.i64(header, 72);
    if (block < 0
        || block > disk.size() / sectorSize
        || !Ranges.fits(block * sectorSize, count * entrySize, disk.size())) {
      throw new MalformedException(where, "has its entries outside the disk");
    }
    byte[] entries = disk.read(block * sectorSize, (int) (count * entrySize));
    if (crc32(entries, entries.length) != LittleEndian.u32(header, 88)) {
      throw new MalformedException(where, "has entries with a wrong checksum");
    }
    long alternate = LittleEndian.i64(header, 32);
    return new GptHeader(sectorSize, alternate, (int) count, (int) entrySize, entries);
  }

  private static long crc32(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
