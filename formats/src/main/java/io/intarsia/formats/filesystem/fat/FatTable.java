package io.intarsia.formats.filesystem.fat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PageCache;
import java.io.IOException;

/** One copy of the file allocation table, as numbers. */
final class FatTable {
  /** A FAT12, whose entries may straddle pages, is shorter than a page. */
  private static final int PAGE_BITS = 16;

  private static final int PAGE_BYTES = 1 << PAGE_BITS;

  /** 4 MiB: links of a million clusters of a FAT32. */
  private static final int MAX_PAGES = 64;

  private final ByteSource source;
  private final long offset;
  private final long length;
  private final int width;
  private final PageCache cache = new PageCache(MAX_PAGES);

  FatTable(ByteSource source, BootSector boot, int number) {
    this.source = source;
    this.offset = boot.fatOffset() + number * boot.fatBytes();
    this.length = usedBytes(boot);
    this.width = boot.width();
  }

  /** Bytes of a FAT that hold entries of clusters that exist. */
  static long usedBytes(BootSector boot) {
    long entries = (long) boot.clusters() + FatLayout.FIRST_CLUSTER;
    return Math.min(Math.ceilDiv(entries * boot.width(), Byte.SIZE), boot.fatBytes());
  }

  /** The entry of a cluster that exists, or entry 0 or 1; 28 bits of a FAT32's. */
  int value(int cluster) throws IOException {
    return decode(page(cluster), width, cluster);
  }

  private byte[] page(int cluster) throws IOException {
    long number = width == 12 ? 0 : ((long) cluster * (width / Byte.SIZE)) >> PAGE_BITS;
    byte[] page = cache.get(number);
    if (page == null) {
      long start = number << PAGE_BITS;
      page = source.read(offset + start, (int) Math.min(PAGE_BYTES, length - start));
      cache.put(number, page);
    }
    return page;
  }

  private static int decode(byte[] page, int width, int cluster) {
    return switch (width) {
      case 12 -> {
        int at = cluster + cluster / 2;
        int pair = (page[at] & 0xFF) | ((page[at + 1] & 0xFF) << 8);
        yield (cluster & 1) == 0 ? pair & 0xFFF : pair >> 4;
      }
      case 16 -> LittleEndian.u16(page, (cluster * 2) & (PAGE_BYTES - 1));
      default -> LittleEndian.i32(page, (int) ((long) cluster * 4) & (PAGE_BYTES - 1)) & 0x0FFFFFFF;
    };
  }
}
