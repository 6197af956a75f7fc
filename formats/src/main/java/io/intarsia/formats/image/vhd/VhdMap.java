package io.intarsia.formats.image.vhd;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.mapped.DiskMap;
import io.intarsia.formats.image.mapped.Mapping;
import java.io.IOException;

/** Where the blocks of a dynamic or differencing image are. */
final class VhdMap implements DiskMap {
  private static final int CACHE_BYTES = 1 << 20;

  private final ByteSource file;
  private final PagedSource table;
  private final DynamicHeader header;
  private final boolean differencing;
  private final int bitmapBytes;
  private final PageCache bitmaps;

  VhdMap(ByteSource file, DynamicHeader header, boolean differencing) {
    this.file = file;
    this.table = new PagedSource(file, CACHE_BYTES);
    this.header = header;
    this.differencing = differencing;
    this.bitmapBytes = VhdLayout.bitmapBytes(header.blockBytes());
    this.bitmaps = new PageCache(CACHE_BYTES / bitmapBytes);
  }

  @Override
  public Mapping at(long offset, long limit) throws IOException {
    long block = offset / header.blockBytes();
    int inBlock = (int) (offset % header.blockBytes());
    long length = Math.min(limit, header.blockBytes() - inBlock);
    byte[] entry = new byte[VhdLayout.ENTRY_BYTES];
    table.read(header.table() + block * entry.length, entry, 0, entry.length);
    long sector = BigEndian.u32(entry, 0);
    if (sector == VhdLayout.ENTRY_ABSENT) {
      return new Mapping.Absent(length);
    }
    long place = sector * VhdLayout.SECTOR;
    if (!differencing) {
      return stored(place, inBlock, length);
    }
    byte[] bitmap = bitmap(place);
    int first = inBlock / VhdLayout.SECTOR;
    int end = endOfRun(bitmap, first, header.blockBytes() / VhdLayout.SECTOR);
    length = Math.min(length, (long) end * VhdLayout.SECTOR - inBlock);
    return isSet(bitmap, first) ? stored(place, inBlock, length) : new Mapping.Absent(length);
  }

  private Mapping stored(long place, int inBlock, long length) throws MalformedException {
    long data = place + bitmapBytes + inBlock;
    if (!Ranges.fits(data, length, file.size())) {
      throw new MalformedException(
          file.description(), "the VHD block at byte " + place + " is cut off");
    }
    return new Mapping.Stored(file, data, length);
  }

  private byte[] bitmap(long place) throws IOException {
    byte[] bitmap = bitmaps.get(place);
    if (bitmap == null) {
      if (!Ranges.fits(place, bitmapBytes, file.size())) {
        throw new MalformedException(file.description(), "a VHD block lies outside the file");
      }
      bitmap = file.read(place, bitmapBytes);
      bitmaps.put(place, bitmap);
    }
    return bitmap;
  }

  /** The highest bit comes first. */
  private static boolean isSet(byte[] bitmap, int sector) {
    return (bitmap[sector >> 3] & 0x80 >> (sector & 7)) != 0;
  }

  private static int endOfRun(byte[] bitmap, int first, int count) {
    boolean set = isSet(bitmap, first);
    byte uniform = (byte) (set ? -1 : 0);
    int end = first + 1;
    while (end < count) {
      if ((end & 7) == 0 && bitmap[end >> 3] == uniform) {
        end += 8;
      } else if (isSet(bitmap, end) == set) {
        end++;
      } else {
        break;
      }
    }
    return Math.min(end, count);
  }
}
