package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.image.mapped.BlockWriter;
import io.intarsia.formats.image.mapped.DataBlocks;
import io.intarsia.formats.image.mapped.ImageFileWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Writes a new dynamic VHDX image: identifier, headers, region tables, log, metadata, block table,
 * blocks in the order of the disk.
 */
public final class VhdxWriter implements BlockWriter {
  /** Largest disk: 64 TiB. */
  public static final long MAX_DISK_BYTES = VhdxLayout.MAX_DISK_BYTES;

  private static final int SECTOR = 512;
  private static final int PHYSICAL_SECTOR = 4096;
  private static final int SMALL_BLOCK_BYTES = 2 << 20;
  private static final int LARGE_BLOCK_BYTES = 32 << 20;
  private static final long LARGE_DISK_BYTES = 2L << 40;
  private static final long LOG_PLACE = VhdxLayout.MIB;
  private static final long METADATA_PLACE = 2 * VhdxLayout.MIB;
  private static final long TABLE_PLACE = 3 * VhdxLayout.MIB;

  private final ImageFileWriter out;
  private final DataBlocks data;
  private final int blockBytes;
  private final long chunkBlocks;
  private final long dataPlace;

  private VhdxWriter(ImageFileWriter out, DataBlocks data, long dataPlace) {
    this.out = out;
    this.data = data;
    this.blockBytes = data.blockBytes();
    this.chunkBlocks = chunkBlocks(data);
    this.dataPlace = dataPlace;
  }

  /** Size of the blocks to announce for a disk. */
  public static int blockBytes(long diskSize) {
    return diskSize > LARGE_DISK_BYTES ? LARGE_BLOCK_BYTES : SMALL_BLOCK_BYTES;
  }

  /**
   * Begins an image.
   *
   * @param file a regular file, open for writing; what it holds is thrown away; stays open
   * @param data blocks of {@link #blockBytes} that will be written, of a disk of at most {@link
   *     #MAX_DISK_BYTES}, not to be changed any more
   */
  public static VhdxWriter create(FileChannel file, DataBlocks data) throws IOException {
    if (data.diskSize() > MAX_DISK_BYTES) {
      throw new IllegalArgumentException("no VHDX image of " + data.diskSize() + " bytes");
    }
    long dataPlace = TABLE_PLACE + roundedToMib(tableBytes(data));
    long size = dataPlace + data.dataCount() * data.blockBytes();
    return new VhdxWriter(new ImageFileWriter(file, size), data, dataPlace);
  }

  private static long chunkBlocks(DataBlocks data) {
    return VhdxLayout.CHUNK_SECTORS * SECTOR / data.blockBytes();
  }

  private static long tableBytes(DataBlocks data) {
    long blocks = Math.max(1, data.blockCount());
    return (blocks + (blocks - 1) / chunkBlocks(data)) * VhdxLayout.TABLE_ENTRY_BYTES;
  }

  private static long roundedToMib(long bytes) {
    return (bytes + VhdxLayout.MIB - 1) & -VhdxLayout.MIB;
  }

  @Override
  public long virtualSize() {
    return Math.max(SECTOR, (data.diskSize() + SECTOR - 1) & -SECTOR);
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      long at = diskOffset + done;
      long block = data.require(at);
      int inBlock = (int) (at % blockBytes);
      int n = Math.min(length - done, blockBytes - inBlock);
      out.put(bytes, offset + done, n, dataPlace + data.ordinal(block) * blockBytes + inBlock);
      done += n;
    }
  }

  @Override
  public void finish() throws IOException {
    writeTable();
    out.put(metadata(), METADATA_PLACE);
    byte[] regions = regions();
    UUID fileWrite = UUID.randomUUID();
    UUID dataWrite = UUID.randomUUID();
    for (int i = 0; i < 2; i++) {
      out.put(regions, VhdxLayout.REGION_TABLE_PLACES[i]);
      out.put(header(i + 1, fileWrite, dataWrite), VhdxLayout.HEADER_PLACES[i]);
    }
    byte[] identifier = new byte[SECTOR];
    LittleEndian.put64(identifier, 0, VhdxLayout.FILE_MAGIC);
    byte[] creator = "Intarsia".getBytes(StandardCharsets.UTF_16LE);
    System.arraycopy(creator, 0, identifier, Long.BYTES, creator.length);
    out.put(identifier, 0);
  }

  /** One piece of the table for each chunk, without the entry of its bitmap, which is zeros. */
  private void writeTable() throws IOException {
    long next = 0;
    for (long first = 0; first < data.blockCount(); first += chunkBlocks) {
      int count = (int) Math.min(chunkBlocks, data.blockCount() - first);
      byte[] entries = new byte[count * VhdxLayout.TABLE_ENTRY_BYTES];
      for (int i = 0; i < count; i++) {
        if (data.contains(first + i)) {
          long place = dataPlace + next++ * blockBytes;
          LittleEndian.put64(
              entries, i * VhdxLayout.TABLE_ENTRY_BYTES, place | VhdxLayout.STATE_PRESENT);
        }
      }
      long index = first + first / chunkBlocks;
      out.put(entries, TABLE_PLACE + index * VhdxLayout.TABLE_ENTRY_BYTES);
    }
  }

  private byte[] metadata() {
    byte[] region = new byte[2 * VhdxLayout.TABLE_BYTES];
    LittleEndian.put64(region, 0, VhdxLayout.METADATA_MAGIC);
    int disk = VhdxLayout.METADATA_REQUIRED | VhdxLayout.METADATA_OF_DISK;
    LittleEndian.put32(region, VhdxLayout.TABLE_BYTES, blockBytes);
    item(region, 0, VhdxLayout.FILE_PARAMETERS, 8, VhdxLayout.METADATA_REQUIRED);
    LittleEndian.put64(region, item(region, 1, VhdxLayout.DISK_SIZE, 8, disk), virtualSize());
    LittleEndian.put32(region, item(region, 2, VhdxLayout.LOGICAL_SECTOR, 4, disk), SECTOR);
    LittleEndian.put32(
        region, item(region, 3, VhdxLayout.PHYSICAL_SECTOR, 4, disk), PHYSICAL_SECTOR);
    VhdxLayout.putGuid(region, item(region, 4, VhdxLayout.DISK_ID, 16, disk), UUID.randomUUID());
    LittleEndian.put16(region, VhdxLayout.METADATA_COUNT_OFFSET, 5);
    return region;
  }

  /** Adds an entry and returns where its value stands: each has 16 bytes. */
  private static int item(byte[] region, int number, UUID id, int length, int flags) {
    int at = VhdxLayout.METADATA_ENTRIES_OFFSET + number * VhdxLayout.ENTRY_BYTES;
    int place = VhdxLayout.TABLE_BYTES + 16 * number;
    VhdxLayout.putGuid(region, at, id);
    LittleEndian.put32(region, at + 16, place);
    LittleEndian.put32(region, at + 20, length);
    LittleEndian.put32(region, at + 24, flags);
    return place;
  }

  private byte[] regions() {
    byte[] table = new byte[VhdxLayout.TABLE_BYTES];
    LittleEndian.put32(table, 0, VhdxLayout.REGION_MAGIC);
    LittleEndian.put32(table, VhdxLayout.REGION_COUNT_OFFSET, 2);
    region(table, 0, VhdxLayout.BLOCK_TABLE, TABLE_PLACE, roundedToMib(tableBytes(data)));
    region(table, 1, VhdxLayout.METADATA, METADATA_PLACE, VhdxLayout.MIB);
    LittleEndian.put32(table, VhdxLayout.CHECKSUM_OFFSET, VhdxLayout.checksum(table));
    return table;
  }

  private static void region(byte[] table, int number, UUID id, long place, long length) {
    int at = VhdxLayout.REGIONS_OFFSET + number * VhdxLayout.ENTRY_BYTES;
    VhdxLayout.putGuid(table, at, id);
    LittleEndian.put64(table, at + 16, place);
    LittleEndian.put32(table, at + 24, (int) length);
    LittleEndian.put32(table, at + 28, 1);
  }

  private static byte[] header(int sequence, UUID fileWrite, UUID dataWrite) {
    byte[] header = new byte[VhdxLayout.HEADER_BYTES];
    LittleEndian.put32(header, 0, VhdxLayout.HEADER_MAGIC);
    LittleEndian.put64(header, VhdxLayout.SEQUENCE_OFFSET, sequence);
    VhdxLayout.putGuid(header, VhdxLayout.FILE_WRITE_OFFSET, fileWrite);
    VhdxLayout.putGuid(header, VhdxLayout.DATA_WRITE_OFFSET, dataWrite);
    LittleEndian.put16(header, VhdxLayout.VERSION_OFFSET, VhdxLayout.VERSION);
    LittleEndian.put32(header, VhdxLayout.LOG_LENGTH_OFFSET, VhdxLayout.MIB);
    LittleEndian.put64(header, VhdxLayout.LOG_PLACE_OFFSET, LOG_PLACE);
    LittleEndian.put32(header, VhdxLayout.CHECKSUM_OFFSET, VhdxLayout.checksum(header));
    return header;
  }
}
