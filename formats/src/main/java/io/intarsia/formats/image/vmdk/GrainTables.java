package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The grain tables of an extent, each checked as a whole when it is read, so that the redundant one
 * can take its place. Safe for use by several threads.
 */
final class GrainTables {
  private static final int CACHE_BYTES = 1 << 20;
  private static final byte[] NO_TABLE = {};

  private final ByteSource file;
  private final PagedSource directories;
  private final SparseHeader header;
  private final PageCache tables;
  private final long sectors;
  private volatile boolean redundantUsed;

  GrainTables(ByteSource file, SparseHeader header) throws MalformedException {
    this.file = file;
    this.directories = new PagedSource(file, CACHE_BYTES);
    this.header = header;
    this.tables = new PageCache(CACHE_BYTES / tableBytes());
    this.sectors = (file.size() + VmdkLayout.SECTOR - 1) / VmdkLayout.SECTOR;
    if (!isDirectory(header.directory()) && !isDirectory(header.redundantDirectory())) {
      throw new MalformedException(
          file.description(), "the VMDK grain directory does not lie in the file");
    }
  }

  private int tableBytes() {
    return header.tableEntries() * VmdkLayout.ENTRY_BYTES;
  }

  private boolean isDirectory(long place) {
    long perTable = header.tableEntries() * (long) header.grainSectors();
    long entries = (header.capacity() + perTable - 1) / perTable;
    return place > 0
        && place < sectors
        && Ranges.fits(place * VmdkLayout.SECTOR, entries * VmdkLayout.ENTRY_BYTES, file.size());
  }

  /** Whether a part of the map came from the redundant directory. */
  boolean redundantUsed() {
    return redundantUsed;
  }

  /** The entries of a grain table; null when all of its grains are absent. */
  byte @Nullable [] table(long number) throws IOException {
    byte[] table = tables.get(number);
    if (table == null) {
      table = load(number);
      tables.put(number, table);
    }
    return table.length == 0 ? null : table;
  }

  private byte[] load(long number) throws IOException {
    byte[] table = soundTable(header.directory(), number);
    if (table != null && table.length > 0) {
      return table;
    }
    byte[] redundant = soundTable(header.redundantDirectory(), number);
    if (redundant != null && redundant.length > 0) {
      redundantUsed = true;
      return redundant;
    }
    if (table == null) {
      throw new MalformedException(
          file.description(),
          "VMDK grain table " + number + " is damaged, and there is no sound copy of it");
    }
    return table;
  }

  /** Null when the table is damaged or there is no such directory; empty when there is none. */
  private byte @Nullable [] soundTable(long directory, long number) throws IOException {
    if (!isDirectory(directory)) {
      return null;
    }
    byte[] entry = new byte[VmdkLayout.ENTRY_BYTES];
    directories.read(
        directory * VmdkLayout.SECTOR + number * VmdkLayout.ENTRY_BYTES, entry, 0, entry.length);
    long place = LittleEndian.u32(entry, 0);
    if (place == 0) {
      return NO_TABLE;
    }
    if (!Ranges.fits(place * VmdkLayout.SECTOR, tableBytes(), file.size())) {
      return null;
    }
    byte[] table = new byte[tableBytes()];
    directories.read(place * VmdkLayout.SECTOR, table, 0, table.length);
    for (int i = 0; i < table.length; i += VmdkLayout.ENTRY_BYTES) {
      if (LittleEndian.u32(table, i) >= sectors) {
        return null;
      }
    }
    return table;
  }
}
