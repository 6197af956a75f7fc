package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.mapped.DiskMap;
import io.intarsia.formats.image.mapped.Mapping;
import java.io.IOException;

/** Where the blocks of a VHDX image are. */
final class VhdxMap implements DiskMap {
  private static final int CACHE_BYTES = 1 << 20;

  /** Bytes of a bitmap that are looked at together. */
  private static final int BITMAP_STEP = 512;

  private final ByteSource file;
  private final PagedSource table;
  private final PagedSource bitmaps;
  private final VhdxMetadata metadata;
  private final int blockBytes;

  VhdxMap(ByteSource file, ByteSource blockTable, VhdxMetadata metadata) throws MalformedException {
    if (metadata.tableEntries() * VhdxLayout.TABLE_ENTRY_BYTES > blockTable.size()) {
      throw new MalformedException(
          file.description(), "the VHDX block table is too short for the disk");
    }
    this.file = file;
    this.table = new PagedSource(blockTable, CACHE_BYTES);
    this.bitmaps = new PagedSource(file, CACHE_BYTES);
    this.metadata = metadata;
    this.blockBytes = metadata.blockBytes();
  }

  @Override
  public Mapping at(long offset, long limit) throws IOException {
    long block = offset / blockBytes;
    int inBlock = (int) (offset % blockBytes);
    long length = Math.min(limit, blockBytes - inBlock);
    long entry = entry(block + block / metadata.chunkBlocks());
    int state = (int) entry & VhdxLayout.STATE_MASK;
    return switch (state) {
      case VhdxLayout.STATE_ABSENT -> new Mapping.Absent(length);
      case VhdxLayout.STATE_UNDEFINED, VhdxLayout.STATE_ZERO, VhdxLayout.STATE_UNMAPPED ->
          new Mapping.Zero(length);
      case VhdxLayout.STATE_PRESENT -> stored(entry, inBlock, length);
      case VhdxLayout.STATE_PARTIAL -> partial(entry, block, inBlock, length);
      default -> throw new MalformedException(file.description(), "a VHDX block in state " + state);
    };
  }

  private long entry(long index) throws IOException {
    byte[] entry = new byte[VhdxLayout.TABLE_ENTRY_BYTES];
    table.read(index * entry.length, entry, 0, entry.length);
    return LittleEndian.i64(entry, 0);
  }

  private Mapping stored(long entry, int inBlock, long length) throws MalformedException {
    long place = place(entry) + inBlock;
    if (!Ranges.fits(place, length, file.size())) {
      throw new MalformedException(
          file.description(), "the VHDX block at byte " + place + " does not lie in the file");
    }
    return new Mapping.Stored(file, place, length);
  }

  /** The place is a number of MiB; one that overflows lies outside every file. */
  private static long place(long entry) {
    return (entry >>> VhdxLayout.PLACE_SHIFT) * VhdxLayout.MIB;
  }

  /** A bit is set, the lowest first, for each sector that is not the parent's. */
  private Mapping partial(long entry, long block, int inBlock, long limit) throws IOException {
    if (metadata.parent() == null) {
      throw new MalformedException(file.description(), "a part of a VHDX block has no parent");
    }
    long chunk = block / metadata.chunkBlocks();
    long bitmapEntry = entry(chunk * (metadata.chunkBlocks() + 1) + metadata.chunkBlocks());
    int sectorBytes = metadata.sectorBytes();
    long sector = (block % metadata.chunkBlocks() * blockBytes + inBlock) / sectorBytes;
    long place = place(bitmapEntry) + sector / 8 / BITMAP_STEP * BITMAP_STEP;
    if ((bitmapEntry & VhdxLayout.STATE_MASK) != VhdxLayout.STATE_PRESENT
        || !Ranges.fits(place, BITMAP_STEP, file.size())) {
      throw new MalformedException(
          file.description(), "a VHDX sector bitmap does not lie in the file");
    }
    byte[] bitmap = new byte[BITMAP_STEP];
    bitmaps.read(place, bitmap, 0, bitmap.length);
    int first = (int) (sector % (BITMAP_STEP * 8L));
    boolean own = isSet(bitmap, first);
    int end = first + 1;
    while (end < BITMAP_STEP * 8 && isSet(bitmap, end) == own) {
      end++;
    }
    long length = Math.min(limit, (long) (end - first) * sectorBytes - inBlock % sectorBytes);
    return own ? stored(entry, inBlock, length) : new Mapping.Absent(length);
  }

  private static boolean isSet(byte[] bitmap, int sector) {
    return (bitmap[sector >> 3] >>> (sector & 7) & 1) != 0;
  }
}
