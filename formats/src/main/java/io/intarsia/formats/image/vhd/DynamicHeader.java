package io.intarsia.formats.image.vhd;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What the header of a dynamic or differencing image says.
 *
 * @param table place of the block table
 * @param entries blocks of the table, as an unsigned number
 * @param parentName a path relative to the image where there is one; else as the image has it
 */
record DynamicHeader(long table, long entries, int blockBytes, UUID parentUuid, String parentName) {

  /**
   * Reads the header.
   *
   * @param diskSize bytes that the blocks must cover
   */
  static DynamicHeader read(ByteSource file, long place, long diskSize) throws IOException {
    String where = file.description();
    if (!Ranges.fits(place, VhdLayout.HEADER_BYTES, file.size())) {
      throw new MalformedException(where, "the VHD header does not lie in the file");
    }
    byte[] bytes = file.read(place, VhdLayout.HEADER_BYTES);
    if (BigEndian.i64(bytes, 0) != VhdLayout.HEADER_MAGIC
        || (int) BigEndian.u32(bytes, VhdLayout.HEADER_CHECKSUM_OFFSET)
            != VhdLayout.checksum(bytes, VhdLayout.HEADER_CHECKSUM_OFFSET)) {
      throw new MalformedException(where, "the VHD header is damaged");
    }
    long version = BigEndian.u32(bytes, VhdLayout.HEADER_VERSION_OFFSET);
    if (version >>> 16 != VhdLayout.VERSION >>> 16) {
      throw new UnsupportedException(where, "VHD header version " + Long.toHexString(version));
    }
    DynamicHeader header =
        new DynamicHeader(
            BigEndian.i64(bytes, VhdLayout.TABLE_OFFSET),
            BigEndian.u32(bytes, VhdLayout.ENTRIES_OFFSET),
            (int) BigEndian.u32(bytes, VhdLayout.BLOCK_SIZE_OFFSET),
            new UUID(
                BigEndian.i64(bytes, VhdLayout.PARENT_UUID_OFFSET),
                BigEndian.i64(bytes, VhdLayout.PARENT_UUID_OFFSET + 8)),
            parentName(file, bytes));
    header.requireSound(where, file.size(), diskSize);
    return header;
  }

  private void requireSound(String where, long fileSize, long diskSize) throws MalformedException {
    if (blockBytes < VhdLayout.SECTOR
        || blockBytes > VhdLayout.MAX_BLOCK_BYTES
        || Integer.bitCount(blockBytes) != 1) {
      throw new MalformedException(where, "an impossible VHD block size: " + blockBytes);
    }
    if (entries * blockBytes < diskSize) {
      throw new MalformedException(where, "the VHD block table is too short for the disk");
    }
    if (!Ranges.fits(table, entries * VhdLayout.ENTRY_BYTES, fileSize)) {
      throw new MalformedException(where, "the VHD block table does not lie in the file");
    }
  }

  private static String parentName(ByteSource file, byte[] bytes) throws IOException {
    for (int i = 0; i < VhdLayout.LOCATORS; i++) {
      int at = VhdLayout.LOCATORS_OFFSET + i * VhdLayout.LOCATOR_BYTES;
      long length = BigEndian.u32(bytes, at + 8);
      long place = BigEndian.i64(bytes, at + 16);
      if ((int) BigEndian.u32(bytes, at) == VhdLayout.LOCATOR_RELATIVE
          && length <= VhdLayout.MAX_LOCATOR_BYTES
          && Ranges.fits(place, length, file.size())) {
        String name = new String(file.read(place, (int) length), StandardCharsets.UTF_16LE);
        return relative(name);
      }
    }
    return new String(
            bytes,
            VhdLayout.PARENT_NAME_OFFSET,
            VhdLayout.PARENT_NAME_BYTES,
            StandardCharsets.UTF_16BE)
        .split("\0", 2)[0];
  }

  /** As paths are written here. */
  private static String relative(String name) {
    String path = name.split("\0", 2)[0].replace('\\', '/');
    return path.startsWith("./") ? path.substring(2) : path;
  }
}
