package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import java.io.IOException;
import java.util.Arrays;

/** Entries of one size in metadata blocks, whose positions stand in a list. */
final class LookupTable {
  private final String name;
  private final MetadataBlocks blocks;
  private final long positions;
  private final long count;
  private final int entryBytes;

  /**
   * @param positions where the list of positions begins
   * @param count number of entries
   * @param entryBytes a power of two
   */
  LookupTable(String name, MetadataBlocks blocks, long positions, long count, int entryBytes) {
    this.name = name;
    this.blocks = blocks;
    this.positions = positions;
    this.count = count;
    this.entryBytes = entryBytes;
  }

  /** The bytes of an entry. */
  byte[] entry(long index) throws IOException {
    if (index < 0 || index >= count) {
      throw blocks.malformed("entry " + index + " of " + count + " in the table of " + name);
    }
    int perBlock = METADATA_BYTES / entryBytes;
    long place = positions + index / perBlock * Long.BYTES;
    long position = LittleEndian.i64(blocks.plain(place, Long.BYTES), 0);
    byte[] block = blocks.at(position);
    int offset = (int) (index % perBlock) * entryBytes;
    if (offset + entryBytes > MetadataBlocks.length(block)) {
      throw blocks.malformed("the table of " + name + " is cut off");
    }
    return Arrays.copyOfRange(block, offset, offset + entryBytes);
  }
}
