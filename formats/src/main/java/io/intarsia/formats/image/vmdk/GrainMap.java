package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.mapped.DiskMap;
import io.intarsia.formats.image.mapped.Mapping;
import java.io.IOException;

/** Where the grains of a sparse extent are. */
final class GrainMap implements DiskMap {
  private final ByteSource file;
  private final SparseHeader header;
  private final GrainTables tables;
  private final CompressedGrains compressed;
  private final long grainBytes;
  private final long tableSpan;

  GrainMap(ByteSource file, SparseHeader header, GrainTables tables, CompressedGrains compressed) {
    this.file = file;
    this.header = header;
    this.tables = tables;
    this.compressed = compressed;
    this.grainBytes = header.grainBytes();
    this.tableSpan = grainBytes * header.tableEntries();
  }

  @Override
  public Mapping at(long offset, long limit) throws IOException {
    byte[] table = tables.table(offset / tableSpan);
    if (table == null) {
      return new Mapping.Absent(Math.min(limit, tableSpan - offset % tableSpan));
    }
    int index = (int) (offset % tableSpan / grainBytes);
    long inGrain = offset % grainBytes;
    long entry = entry(table, index);
    if (entry > 1 || (entry == 1 && !header.hasZeroGrains())) {
      return header.isCompressed()
          ? new Mapping.Packed(
              compressed, entry * VmdkLayout.SECTOR, Math.min(limit, grainBytes - inGrain))
          : stored(table, index, inGrain, limit);
    }
    long length = grainBytes - inGrain;
    for (int i = index + 1;
        length < limit && i < header.tableEntries() && entry(table, i) == entry;
        i++) {
      length += grainBytes;
    }
    length = Math.min(limit, length);
    return entry == 0 ? new Mapping.Absent(length) : new Mapping.Zero(length);
  }

  private Mapping stored(byte[] table, int index, long inGrain, long limit)
      throws MalformedException {
    long first = entry(table, index);
    long length = grainBytes - inGrain;
    for (int i = index + 1;
        length < limit
            && i < header.tableEntries()
            && entry(table, i) == first + (i - index) * (long) header.grainSectors();
        i++) {
      length += grainBytes;
    }
    length = Math.min(limit, length);
    long place = first * VmdkLayout.SECTOR + inGrain;
    if (!Ranges.fits(place, length, file.size())) {
      throw new MalformedException(
          file.description(), "the VMDK grain at byte " + place + " is cut off");
    }
    return new Mapping.Stored(file, place, length);
  }

  private static long entry(byte[] table, int index) {
    return LittleEndian.u32(table, index * VmdkLayout.ENTRY_BYTES);
  }
}
