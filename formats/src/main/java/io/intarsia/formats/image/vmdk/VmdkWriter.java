package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.image.mapped.BlockWriter;
import io.intarsia.formats.image.mapped.DataBlocks;
import io.intarsia.formats.image.mapped.ImageFileWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Writes a new monolithicSparse VMDK image: header, descriptor, redundant grain directory and its
 * tables, grain directory and its tables, grains in the order of the disk.
 */
public final class VmdkWriter implements BlockWriter {
  /** Size of the blocks to announce. */
  public static final int BLOCK_BYTES = SparsePlan.GRAIN_BYTES;

  /** Largest disk: places in the file are sectors in 32 bits. */
  public static final long MAX_DISK_BYTES = 2040L << 30;

  private final ImageFileWriter out;
  private final DataBlocks data;
  private final String name;
  private final long capacity;
  private final int tables;

  /** Places in sectors. */
  private final long redundant;

  private final long directory;
  private final long overhead;

  private VmdkWriter(FileChannel file, DataBlocks data, String name) throws IOException {
    this.data = data;
    this.name = name;
    this.capacity = SparsePlan.capacity(data.diskSize());
    this.tables = SparsePlan.tables(capacity);
    long span = SparsePlan.directorySectors(tables) + (long) tables * SparsePlan.TABLE_SECTORS;
    this.redundant = SparsePlan.DESCRIPTOR_SECTOR + SparsePlan.DESCRIPTOR_SECTORS;
    this.directory = redundant + span;
    this.overhead = SparsePlan.roundedToGrain(directory + span);
    long sectors = overhead + data.dataCount() * SparsePlan.GRAIN_SECTORS;
    this.out = new ImageFileWriter(file, sectors * VmdkLayout.SECTOR);
  }

  /**
   * Begins an image.
   *
   * @param file a regular file, open for writing; what it holds is thrown away; stays open
   * @param data blocks of {@link #BLOCK_BYTES} that will be written, of a disk of at most {@link
   *     #MAX_DISK_BYTES}, not to be changed any more
   * @param name of the file, for the descriptor: without quotes or line ends
   */
  public static VmdkWriter create(FileChannel file, DataBlocks data, String name)
      throws IOException {
    if (data.diskSize() > MAX_DISK_BYTES) {
      throw new IllegalArgumentException("no VMDK image of " + data.diskSize() + " bytes");
    }
    return new VmdkWriter(file, data, name);
  }

  @Override
  public long virtualSize() {
    return capacity * VmdkLayout.SECTOR;
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      long at = diskOffset + done;
      long grain = data.require(at);
      int inGrain = (int) (at % BLOCK_BYTES);
      int n = BLOCK_BYTES - inGrain;
      // Neighbours that both hold data are neighbours in the file.
      while (n < length - done && data.contains((at + n) / BLOCK_BYTES)) {
        n += BLOCK_BYTES;
      }
      n = Math.min(n, length - done);
      out.put(bytes, offset + done, n, sector(data.ordinal(grain)) * VmdkLayout.SECTOR + inGrain);
      done += n;
    }
  }

  private long sector(long ordinal) {
    return overhead + ordinal * SparsePlan.GRAIN_SECTORS;
  }

  @Override
  public void finish() throws IOException {
    writeTables();
    writeDirectory(redundant);
    writeDirectory(directory);
    out.put(
        SparsePlan.descriptor("monolithicSparse", capacity, name),
        SparsePlan.DESCRIPTOR_SECTOR * VmdkLayout.SECTOR);
    int flags = VmdkLayout.FLAG_REDUNDANT;
    out.put(SparsePlan.header(1, flags, capacity, redundant, directory, overhead), 0);
  }

  private long tablesOf(long place) {
    return place + SparsePlan.directorySectors(tables);
  }

  private void writeDirectory(long place) throws IOException {
    byte[] entries = new byte[SparsePlan.directorySectors(tables) * VmdkLayout.SECTOR];
    for (int i = 0; i < tables; i++) {
      long table = tablesOf(place) + (long) i * SparsePlan.TABLE_SECTORS;
      LittleEndian.put32(entries, i * VmdkLayout.ENTRY_BYTES, (int) table);
    }
    out.put(entries, place * VmdkLayout.SECTOR);
  }

  private void writeTables() throws IOException {
    long next = 0;
    for (int i = 0; i < tables; i++) {
      byte[] table = new byte[SparsePlan.TABLE_BYTES];
      long before = next;
      long first = (long) i * VmdkLayout.TABLE_ENTRIES;
      long end = Math.min(first + VmdkLayout.TABLE_ENTRIES, data.blockCount());
      for (long grain = first; grain < end; grain++) {
        if (data.contains(grain)) {
          int at = (int) (grain - first) * VmdkLayout.ENTRY_BYTES;
          LittleEndian.put32(table, at, (int) sector(next++));
        }
      }
      if (next > before) {
        long inTables = (long) i * SparsePlan.TABLE_SECTORS;
        out.put(table, (tablesOf(redundant) + inTables) * VmdkLayout.SECTOR);
        out.put(table, (tablesOf(directory) + inTables) * VmdkLayout.SECTOR);
      }
    }
  }
}
