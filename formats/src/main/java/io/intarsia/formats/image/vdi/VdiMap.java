package io.intarsia.formats.image.vdi;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.mapped.DiskMap;
import io.intarsia.formats.image.mapped.Mapping;
import java.io.IOException;

/** Where the blocks of a VDI image are. */
final class VdiMap implements DiskMap {
  private static final int CACHE_BYTES = 1 << 20;

  /** Entries that are looked at together. */
  private static final int BATCH = 512;

  private final ByteSource file;
  private final PagedSource map;
  private final VdiHeader header;
  private final long stride;

  VdiMap(ByteSource file, VdiHeader header) {
    this.file = file;
    this.map = new PagedSource(file, CACHE_BYTES);
    this.header = header;
    this.stride = (long) header.blockBytes() + header.blockExtra();
  }

  @Override
  public Mapping at(long offset, long limit) throws IOException {
    long block = offset / header.blockBytes();
    long inBlock = offset % header.blockBytes();
    long wanted = (inBlock + limit + header.blockBytes() - 1) / header.blockBytes();
    byte[] entries = entries(block, (int) Math.min(BATCH, wanted));
    long first = LittleEndian.u32(entries, 0);
    boolean zeros = first >= VdiLayout.ENTRY_ZERO;
    long length = header.blockBytes() - inBlock;
    for (int i = 1; i < entries.length / VdiLayout.ENTRY_BYTES; i++) {
      long next = LittleEndian.u32(entries, i * VdiLayout.ENTRY_BYTES);
      boolean goesOn =
          zeros ? next >= VdiLayout.ENTRY_ZERO : header.blockExtra() == 0 && next == first + i;
      if (!goesOn) {
        break;
      }
      length += header.blockBytes();
    }
    length = Math.min(limit, length);
    return zeros ? new Mapping.Zero(length) : stored(first, inBlock, length);
  }

  /** The last block of the file may be cut after the end of the disk. */
  private Mapping stored(long block, long inBlock, long length) throws MalformedException {
    long place = header.data() + block * stride + header.blockExtra() + inBlock;
    if (!Ranges.fits(place, length, file.size())) {
      throw new MalformedException(
          file.description(), "VDI block " + block + " does not lie in the file");
    }
    return new Mapping.Stored(file, place, length);
  }

  private byte[] entries(long block, int count) throws IOException {
    byte[] entries = new byte[count * VdiLayout.ENTRY_BYTES];
    map.read(header.map() + block * VdiLayout.ENTRY_BYTES, entries, 0, entries.length);
    return entries;
  }
}
