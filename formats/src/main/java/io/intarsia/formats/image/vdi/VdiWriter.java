package io.intarsia.formats.image.vdi;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.image.mapped.BlockWriter;
import io.intarsia.formats.image.mapped.DataBlocks;
import io.intarsia.formats.image.mapped.ImageFileWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes a new dynamic VDI image: header, block map, blocks of 1 MiB in the order of the disk. */
public final class VdiWriter implements BlockWriter {
  /** Size of the blocks to announce. */
  public static final int BLOCK_BYTES = 1 << 20;

  private static final int MAP_PLACE = VdiLayout.HEADER_BYTES;
  private static final int STEP_BYTES = 1 << 20;

  private final ImageFileWriter out;
  private final DataBlocks data;
  private final long dataPlace;

  private VdiWriter(ImageFileWriter out, DataBlocks data, long dataPlace) {
    this.out = out;
    this.data = data;
    this.dataPlace = dataPlace;
  }

  /**
   * Begins an image.
   *
   * @param file a regular file, open for writing; what it holds is thrown away; stays open
   * @param data blocks of {@link #BLOCK_BYTES} that will be written, not to be changed any more
   */
  public static VdiWriter create(FileChannel file, DataBlocks data) throws IOException {
    long mapBytes = data.blockCount() * VdiLayout.ENTRY_BYTES;
    long dataPlace = (MAP_PLACE + mapBytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    if (dataPlace > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no VDI image of " + data.diskSize() + " bytes");
    }
    long size = dataPlace + data.dataCount() * BLOCK_BYTES;
    return new VdiWriter(new ImageFileWriter(file, size), data, dataPlace);
  }

  @Override
  public long virtualSize() {
    return (data.diskSize() + VdiLayout.SECTOR - 1) & -VdiLayout.SECTOR;
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      long at = diskOffset + done;
      long block = data.require(at);
      int inBlock = (int) (at % BLOCK_BYTES);
      int n = Math.min(length - done, BLOCK_BYTES - inBlock);
      long place = dataPlace + data.ordinal(block) * BLOCK_BYTES + inBlock;
      out.put(bytes, offset + done, n, place);
      done += n;
    }
  }

  @Override
  public void finish() throws IOException {
    writeMap();
    out.put(header(), 0);
  }

  private void writeMap() throws IOException {
    long next = 0;
    int perStep = STEP_BYTES / VdiLayout.ENTRY_BYTES;
    for (long first = 0; first < data.blockCount(); first += perStep) {
      int count = (int) Math.min(perStep, data.blockCount() - first);
      byte[] entries = new byte[count * VdiLayout.ENTRY_BYTES];
      for (int i = 0; i < count; i++) {
        long entry = data.contains(first + i) ? next++ : VdiLayout.ENTRY_ABSENT;
        LittleEndian.put32(entries, i * VdiLayout.ENTRY_BYTES, (int) entry);
      }
      out.put(entries, MAP_PLACE + first * VdiLayout.ENTRY_BYTES);
    }
  }

  private byte[] header() {
    byte[] header = new byte[VdiLayout.HEADER_BYTES];
    byte[] title = "<<< Intarsia VirtualBox disk image >>>\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(title, 0, header, 0, title.length);
    LittleEndian.put32(header, VdiLayout.MAGIC_OFFSET, VdiLayout.MAGIC);
    LittleEndian.put32(header, VdiLayout.VERSION_OFFSET, VdiLayout.VERSION);
    LittleEndian.put32(header, VdiLayout.HEADER_LENGTH_OFFSET, VdiLayout.HEADER_LENGTH);
    LittleEndian.put32(header, VdiLayout.KIND_OFFSET, VdiLayout.KIND_DYNAMIC);
    LittleEndian.put32(header, VdiLayout.MAP_OFFSET, MAP_PLACE);
    LittleEndian.put32(header, VdiLayout.DATA_OFFSET, (int) dataPlace);
    LittleEndian.put32(header, VdiLayout.SECTOR_SIZE_OFFSET, VdiLayout.SECTOR);
    LittleEndian.put64(header, VdiLayout.DISK_SIZE_OFFSET, virtualSize());
    LittleEndian.put32(header, VdiLayout.BLOCK_SIZE_OFFSET, BLOCK_BYTES);
    LittleEndian.put32(header, VdiLayout.BLOCKS_OFFSET, (int) data.blockCount());
    LittleEndian.put32(header, VdiLayout.ALLOCATED_OFFSET, (int) data.dataCount());
    putUuid(header, VdiLayout.UUID_OFFSET);
    putUuid(header, VdiLayout.SNAPSHOT_UUID_OFFSET);
    return header;
  }

  private static void putUuid(byte[] header, int offset) {
    UUID uuid = UUID.randomUUID();
    LittleEndian.put64(header, offset, Long.reverseBytes(uuid.getMostSignificantBits()));
    LittleEndian.put64(header, offset + 8, Long.reverseBytes(uuid.getLeastSignificantBits()));
  }
}
