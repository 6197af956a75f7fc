package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of its disk.
 *
 * @param diskSize bytes, a multiple of the sector size
 * @param sectorBytes 512 or 4096
 * @param parent where the parent is, for a differencing image
 * @param foreign items of metadata that are not of the format
 */
record VhdxMetadata(
    int blockBytes, long diskSize, int sectorBytes, @Nullable ParentLocator parent, int foreign) {
  private static final Set<UUID> KNOWN =
      Set.of(
          VhdxLayout.FILE_PARAMETERS,
          VhdxLayout.DISK_SIZE,
          VhdxLayout.DISK_ID,
          VhdxLayout.LOGICAL_SECTOR,
          VhdxLayout.PHYSICAL_SECTOR,
          VhdxLayout.PARENT_LOCATOR);

  static VhdxMetadata read(ByteSource region) throws IOException {
    String where = region.description();
    if (region.size() < VhdxLayout.TABLE_BYTES) {
      throw new MalformedException(where, "the VHDX metadata are cut off");
    }
    byte[] table = region.read(0, VhdxLayout.TABLE_BYTES);
    int count = LittleEndian.u16(table, VhdxLayout.METADATA_COUNT_OFFSET);
    if (LittleEndian.i64(table, 0) != VhdxLayout.METADATA_MAGIC || count > VhdxLayout.MAX_ENTRIES) {
      throw new MalformedException(where, "the VHDX metadata table is damaged");
    }
    Map<UUID, byte[]> items = new HashMap<>();
    int foreign = 0;
    for (int i = 0; i < count; i++) {
      int at = VhdxLayout.METADATA_ENTRIES_OFFSET + i * VhdxLayout.ENTRY_BYTES;
      UUID id = VhdxLayout.guid(table, at);
      int flags = LittleEndian.i32(table, at + 24);
      if (KNOWN.contains(id) && (flags & VhdxLayout.METADATA_USER) == 0) {
        items.put(id, item(region, table, at));
      } else if ((flags & VhdxLayout.METADATA_REQUIRED) != 0) {
        throw new UnsupportedException(where, "the VHDX metadata item " + id);
      } else {
        foreign++;
      }
    }
    return of(where, items, foreign);
  }

  private static byte[] item(ByteSource region, byte[] table, int at) throws IOException {
    long place = LittleEndian.u32(table, at + 16);
    long length = LittleEndian.u32(table, at + 20);
    if (length > VhdxLayout.MAX_ITEM_BYTES || !Ranges.fits(place, length, region.size())) {
      throw new MalformedException(
          region.description(), "a VHDX metadata item does not lie in its region");
    }
    return region.read(place, (int) length);
  }

  private static VhdxMetadata of(String where, Map<UUID, byte[]> items, int foreign)
      throws IOException {
    byte[] parameters = required(where, items, VhdxLayout.FILE_PARAMETERS, 8);
    int blockBytes = LittleEndian.i32(parameters, 0);
    long size = LittleEndian.i64(required(where, items, VhdxLayout.DISK_SIZE, 8), 0);
    int sector = LittleEndian.i32(required(where, items, VhdxLayout.LOGICAL_SECTOR, 4), 0);
    if (blockBytes < VhdxLayout.MIN_BLOCK_BYTES
        || blockBytes > VhdxLayout.MAX_BLOCK_BYTES
        || Integer.bitCount(blockBytes) != 1) {
      throw new MalformedException(where, "an impossible VHDX block size: " + blockBytes);
    }
    if (sector != 512 && sector != 4096) {
      throw new MalformedException(where, "an impossible VHDX sector size: " + sector);
    }
    if (size < 0 || size > VhdxLayout.MAX_DISK_BYTES || size % sector != 0) {
      throw new MalformedException(where, "an impossible VHDX disk size: " + size);
    }
    boolean hasParent = (LittleEndian.i32(parameters, 4) & VhdxLayout.HAS_PARENT) != 0;
    ParentLocator parent =
        hasParent
            ? ParentLocator.parse(where, required(where, items, VhdxLayout.PARENT_LOCATOR, 20))
            : null;
    return new VhdxMetadata(blockBytes, size, sector, parent, foreign);
  }

  private static byte[] required(String where, Map<UUID, byte[]> items, UUID id, int length)
      throws MalformedException {
    byte[] item = items.get(id);
    if (item == null || item.length < length) {
      throw new MalformedException(where, "the VHDX metadata item " + id + " is missing");
    }
    return item;
  }

  long blocks() {
    return (diskSize + blockBytes - 1) / blockBytes;
  }

  /** Blocks that one bitmap describes. */
  long chunkBlocks() {
    return VhdxLayout.CHUNK_SECTORS * sectorBytes / blockBytes;
  }

  /** Entries that the block table has at least. */
  long tableEntries() {
    if (parent != null) {
      return (blocks() + chunkBlocks() - 1) / chunkBlocks() * (chunkBlocks() + 1);
    }
    return blocks() == 0 ? 0 : blocks() + (blocks() - 1) / chunkBlocks();
  }
}
