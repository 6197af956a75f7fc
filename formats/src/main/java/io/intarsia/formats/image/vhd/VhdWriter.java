package io.intarsia.formats.image.vhd;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.image.mapped.BlockWriter;
import io.intarsia.formats.image.mapped.DataBlocks;
import io.intarsia.formats.image.mapped.ImageFileWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes a new dynamic VHD image: copy of the footer, header, block table, blocks of 2 MiB in the
 * order of the disk, footer. The geometry is the largest there is, so that all programs go by the
 * size that the footer states.
 */
public final class VhdWriter implements BlockWriter {
  /** Size of the blocks to announce. */
  public static final int BLOCK_BYTES = 2 << 20;

  /** Largest disk: 2040 GiB. */
  public static final long MAX_DISK_BYTES = 2040L << 30;

  private static final int TABLE_PLACE = VhdLayout.FOOTER_BYTES + VhdLayout.HEADER_BYTES;
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final ImageFileWriter out;
  private final DataBlocks data;
  private final int bitmapBytes = VhdLayout.bitmapBytes(BLOCK_BYTES);
  private final long dataPlace;

  private VhdWriter(ImageFileWriter out, DataBlocks data, long dataPlace) {
    this.out = out;
    this.data = data;
    this.dataPlace = dataPlace;
  }

  /**
   * Begins an image.
   *
   * @param file a regular file, open for writing; what it holds is thrown away; stays open
   * @param data blocks of {@link #BLOCK_BYTES} that will be written, of a disk of at most {@link
   *     #MAX_DISK_BYTES}, not to be changed any more
   */
  public static VhdWriter create(FileChannel file, DataBlocks data) throws IOException {
    if (data.diskSize() > MAX_DISK_BYTES) {
      throw new IllegalArgumentException("no VHD image of " + data.diskSize() + " bytes");
    }
    long tableBytes = data.blockCount() * VhdLayout.ENTRY_BYTES;
    long dataPlace = (TABLE_PLACE + tableBytes + VhdLayout.SECTOR - 1) & -VhdLayout.SECTOR;
    long blockSpan = VhdLayout.bitmapBytes(BLOCK_BYTES) + (long) BLOCK_BYTES;
    long size = dataPlace + data.dataCount() * blockSpan + VhdLayout.FOOTER_BYTES;
    return new VhdWriter(new ImageFileWriter(file, size), data, dataPlace);
  }

  @Override
  public long virtualSize() {
    return (data.diskSize() + VhdLayout.SECTOR - 1) & -VhdLayout.SECTOR;
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      long at = diskOffset + done;
      long block = data.require(at);
      int inBlock = (int) (at % BLOCK_BYTES);
      int n = Math.min(length - done, BLOCK_BYTES - inBlock);
      out.put(bytes, offset + done, n, place(data.ordinal(block)) + bitmapBytes + inBlock);
      done += n;
    }
  }

  private long place(long ordinal) {
    return dataPlace + ordinal * ((long) BLOCK_BYTES + bitmapBytes);
  }

  @Override
  public void finish() throws IOException {
    byte[] bitmap = new byte[bitmapBytes];
    Arrays.fill(bitmap, (byte) -1);
    for (long i = 0; i < data.dataCount(); i++) {
      out.put(bitmap, place(i));
    }
    out.put(table(), TABLE_PLACE);
    out.put(header(), VhdLayout.FOOTER_BYTES);
    byte[] footer = footer();
    out.put(footer, place(data.dataCount()));
    out.put(footer, 0);
  }

  private byte[] table() {
    byte[] table = new byte[(int) (dataPlace - TABLE_PLACE)];
    Arrays.fill(table, (byte) -1);
    long next = 0;
    for (int i = 0; i < data.blockCount(); i++) {
      if (data.contains(i)) {
        int sector = (int) (place(next++) / VhdLayout.SECTOR);
        BigEndian.put32(table, i * VhdLayout.ENTRY_BYTES, sector);
      }
    }
    return table;
  }

  private byte[] header() {
    byte[] header = new byte[VhdLayout.HEADER_BYTES];
    BigEndian.put64(header, 0, VhdLayout.HEADER_MAGIC);
    BigEndian.put64(header, Long.BYTES, -1);
    BigEndian.put64(header, VhdLayout.TABLE_OFFSET, TABLE_PLACE);
    BigEndian.put32(header, VhdLayout.HEADER_VERSION_OFFSET, VhdLayout.VERSION);
    BigEndian.put32(header, VhdLayout.ENTRIES_OFFSET, (int) data.blockCount());
    BigEndian.put32(header, VhdLayout.BLOCK_SIZE_OFFSET, BLOCK_BYTES);
    int checksum = VhdLayout.HEADER_CHECKSUM_OFFSET;
    BigEndian.put32(header, checksum, VhdLayout.checksum(header, checksum));
    return header;
  }

  private byte[] footer() {
    byte[] footer = new byte[VhdLayout.FOOTER_BYTES];
    BigEndian.put64(footer, 0, VhdLayout.FOOTER_MAGIC);
    BigEndian.put32(footer, VhdLayout.FEATURES_OFFSET, VhdLayout.FEATURES_RESERVED);
    BigEndian.put32(footer, VhdLayout.VERSION_OFFSET, VhdLayout.VERSION);
    BigEndian.put64(footer, VhdLayout.DYNAMIC_HEADER_OFFSET, VhdLayout.FOOTER_BYTES);
    long time = Instant.now().getEpochSecond() - EPOCH.getEpochSecond();
    BigEndian.put32(footer, VhdLayout.TIME_OFFSET, (int) time);
    byte[] creator = "itsa\0\1\0\0Wi2k".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(creator, 0, footer, VhdLayout.CREATOR_OFFSET, creator.length);
    BigEndian.put64(footer, VhdLayout.ORIGINAL_SIZE_OFFSET, virtualSize());
    BigEndian.put64(footer, VhdLayout.CURRENT_SIZE_OFFSET, virtualSize());
    footer[VhdLayout.CYLINDERS_OFFSET] = (byte) (VhdLayout.MAX_CYLINDERS >>> 8);
    footer[VhdLayout.CYLINDERS_OFFSET + 1] = (byte) VhdLayout.MAX_CYLINDERS;
    footer[VhdLayout.HEADS_OFFSET] = VhdLayout.MAX_HEADS;
    footer[VhdLayout.TRACK_SECTORS_OFFSET] = (byte) VhdLayout.MAX_TRACK_SECTORS;
    BigEndian.put32(footer, VhdLayout.KIND_OFFSET, VhdLayout.KIND_DYNAMIC);
    UUID uuid = UUID.randomUUID();
    BigEndian.put64(footer, VhdLayout.UUID_OFFSET, uuid.getMostSignificantBits());
    BigEndian.put64(footer, VhdLayout.UUID_OFFSET + 8, uuid.getLeastSignificantBits());
    int checksum = VhdLayout.FOOTER_CHECKSUM_OFFSET;
    BigEndian.put32(footer, checksum, VhdLayout.checksum(footer, checksum));
    return footer;
  }
}
