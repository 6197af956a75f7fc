package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** What both writers put in front of a new image: header and descriptor. */
final class SparsePlan {
  /** Size of a grain. */
  static final int GRAIN_BYTES = 64 << 10;

  static final int GRAIN_SECTORS = GRAIN_BYTES / VmdkLayout.SECTOR;
  static final int TABLE_BYTES = VmdkLayout.TABLE_ENTRIES * VmdkLayout.ENTRY_BYTES;
  static final int TABLE_SECTORS = TABLE_BYTES / VmdkLayout.SECTOR;
  static final int DESCRIPTOR_SECTOR = 1;
  static final int DESCRIPTOR_SECTORS = 20;

  private static final int MAX_CYLINDERS = 16383;
  private static final int HEADS = 16;
  private static final int TRACK_SECTORS = 63;

  private SparsePlan() {}

  /** Sectors of a disk: at least one, since a capacity of 0 says that there are no grains. */
  static long capacity(long diskSize) {
    return Math.max(1, (diskSize + VmdkLayout.SECTOR - 1) / VmdkLayout.SECTOR);
  }

  /** Grain tables that cover the disk. */
  static int tables(long capacity) {
    long perTable = (long) VmdkLayout.TABLE_ENTRIES * GRAIN_SECTORS;
    return (int) ((capacity + perTable - 1) / perTable);
  }

  /** Sectors of a grain directory. */
  static int directorySectors(int tables) {
    return (tables * VmdkLayout.ENTRY_BYTES + VmdkLayout.SECTOR - 1) / VmdkLayout.SECTOR;
  }

  static long roundedToGrain(long sectors) {
    return (sectors + GRAIN_SECTORS - 1) / GRAIN_SECTORS * GRAIN_SECTORS;
  }

  /**
   * A header without compression.
   *
   * @param redundant place of the redundant grain directory, 0 for none
   */
  static byte[] header(
      int version, int flags, long capacity, long redundant, long directory, long overhead) {
    byte[] header = new byte[VmdkLayout.HEADER_BYTES];
    LittleEndian.put32(header, 0, VmdkLayout.MAGIC);
    LittleEndian.put32(header, VmdkLayout.VERSION_OFFSET, version);
    LittleEndian.put32(header, VmdkLayout.FLAGS_OFFSET, flags | VmdkLayout.FLAG_LINE_ENDS);
    LittleEndian.put64(header, VmdkLayout.CAPACITY_OFFSET, capacity);
    LittleEndian.put64(header, VmdkLayout.GRAIN_SIZE_OFFSET, GRAIN_SECTORS);
    LittleEndian.put64(header, VmdkLayout.DESCRIPTOR_OFFSET, DESCRIPTOR_SECTOR);
    LittleEndian.put64(header, VmdkLayout.DESCRIPTOR_SIZE_OFFSET, DESCRIPTOR_SECTORS);
    LittleEndian.put32(header, VmdkLayout.TABLE_ENTRIES_OFFSET, VmdkLayout.TABLE_ENTRIES);
    LittleEndian.put64(header, VmdkLayout.REDUNDANT_DIRECTORY_OFFSET, redundant);
    LittleEndian.put64(header, VmdkLayout.DIRECTORY_OFFSET, directory);
    LittleEndian.put64(header, VmdkLayout.OVERHEAD_OFFSET, overhead);
    System.arraycopy(
        VmdkLayout.LINE_ENDS, 0, header, VmdkLayout.LINE_ENDS_OFFSET, VmdkLayout.LINE_ENDS.length);
    return header;
  }

  /**
   * The embedded descriptor, which takes {@link #DESCRIPTOR_SECTORS}.
   *
   * @param name of the image's file
   */
  static byte[] descriptor(String type, long capacity, String name) {
    long cylinders = Math.min(MAX_CYLINDERS, capacity / (HEADS * TRACK_SECTORS));
    int contentId = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    String text =
        """
        # Disk DescriptorFile
        version=1
        CID=%08x
        parentCID=ffffffff
        createType="%s"

        # Extent description
        RW %d SPARSE "%s"

        # The Disk Data Base
        #DDB

        ddb.virtualHWVersion = "4"
        ddb.geometry.cylinders = "%d"
        ddb.geometry.heads = "%d"
        ddb.geometry.sectors = "%d"
        ddb.adapterType = "lsilogic"
        """
            .formatted(contentId, type, capacity, name, cylinders, HEADS, TRACK_SECTORS);
    byte[] bytes = new byte[DESCRIPTOR_SECTORS * VmdkLayout.SECTOR];
    byte[] written = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(written, 0, bytes, 0, written.length);
    return bytes;
  }
}
