package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a boot region says, checked for sense.
 *
 * @param volumeBytes length of the volume
 * @param fatOffset where the active FAT begins
 * @param heapOffset where cluster 2 begins
 * @param clusters number of clusters; the highest number is one more
 * @param rootCluster where the root directory begins
 * @param flags of the volume
 * @param backup whether it is the backup region, the main one being damaged
 */
record BootRegion(
    long volumeBytes,
    long fatOffset,
    long heapOffset,
    long clusters,
    int clusterBytes,
    long rootCluster,
    int fats,
    int flags,
    String serial,
    boolean backup) {
  private static final byte[] NAME = "EXFAT   ".getBytes(StandardCharsets.US_ASCII);

  /** Whether a boot sector has the name of exFAT where FAT has zeros between it and the rest. */
  static boolean isNamed(byte[] sector) {
    return Arrays.equals(sector, FILE_SYSTEM_NAME, MUST_BE_ZERO, NAME, 0, NAME.length);
  }

  /**
   * Reads the main boot region, or the backup when that is damaged and the backup is not.
   *
   * @throws MalformedException when neither is sound
   */
  static BootRegion read(ByteSource source) throws IOException {
    MalformedException damage = null;
    for (int shift = MIN_SECTOR_SHIFT - 1; shift <= MAX_SECTOR_SHIFT; shift++) {
      // The backup stands behind the main region, whose damaged sector may not say how long it is.
      boolean backup = shift >= MIN_SECTOR_SHIFT;
      long offset = backup ? (long) BOOT_REGION_SECTORS << shift : 0;
      try {
        return parse(source, offset, backup);
      } catch (MalformedException e) {
        damage = damage == null ? e : damage;
      }
    }
    throw damage == null ? new MalformedException(source.description(), "boot region") : damage;
  }

  private static BootRegion parse(ByteSource source, long offset, boolean backup)
      throws IOException {
    String where = source.description();
    check(where, source.size() >= offset + BOOT_SECTOR_BYTES, "too short");
    byte[] b = source.read(offset, BOOT_SECTOR_BYTES);
    check(where, isNamed(b), "name");
    check(where, LittleEndian.u16(b, BOOT_SIGNATURE) == 0xAA55, "signature");
    for (int i = 0; i < MUST_BE_ZERO_BYTES; i++) {
      check(where, b[MUST_BE_ZERO + i] == 0, "fields that must be zero");
    }
    int sectorShift = b[BYTES_PER_SECTOR_SHIFT] & 0xFF;
    check(where, sectorShift >= MIN_SECTOR_SHIFT && sectorShift <= MAX_SECTOR_SHIFT, "sector size");
    check(where, !backup || offset == (long) BOOT_REGION_SECTORS << sectorShift, "sector size");
    int clusterShift = sectorShift + (b[SECTORS_PER_CLUSTER_SHIFT] & 0xFF);
    check(where, clusterShift <= MAX_CLUSTER_SHIFT, "cluster size");
    verifyChecksum(source, offset, 1 << sectorShift);
    int major = b[REVISION_MAJOR];
    if (major != 1) {
      throw new UnsupportedException(where, "exFAT revision " + major);
    }
    return fields(where, b, sectorShift, clusterShift, backup);
  }

  private static BootRegion fields(
      String where, byte[] b, int sectorShift, int clusterShift, boolean backup)
      throws IOException {
    int fats = b[NUMBER_OF_FATS];
    check(where, fats == 1 || fats == 2, "number of FATs");
    int flags = LittleEndian.u16(b, VOLUME_FLAGS);
    long fatBytes = LittleEndian.u32(b, FAT_LENGTH) << sectorShift;
    boolean second = fats == 2 && (flags & FLAG_SECOND_FAT) != 0;
    long firstFat = LittleEndian.u32(b, FAT_OFFSET) << sectorShift;
    long heap = LittleEndian.u32(b, CLUSTER_HEAP_OFFSET) << sectorShift;
    long clusters = LittleEndian.u32(b, CLUSTER_COUNT);
    long sectors = LittleEndian.i64(b, VOLUME_LENGTH);
    check(where, sectors > 0 && sectors < 1L << (62 - sectorShift), "length of the volume");
    check(where, clusters > 0 && clusters <= MAX_CLUSTERS, "number of clusters");
    check(where, (clusters + FIRST_CLUSTER) * Integer.BYTES <= fatBytes, "length of the FAT");
    check(where, firstFat > 0 && firstFat + fats * fatBytes <= heap, "place of the FAT");
    check(where, heap + (clusters << clusterShift) <= sectors << sectorShift, "cluster heap");
    long root = LittleEndian.u32(b, ROOT_CLUSTER);
    check(where, root >= FIRST_CLUSTER && root < clusters + FIRST_CLUSTER, "root directory");
    long serial = LittleEndian.u32(b, VOLUME_SERIAL);
    return new BootRegion(
        sectors << sectorShift,
        second ? firstFat + fatBytes : firstFat,
        heap,
        clusters,
        1 << clusterShift,
        root,
        fats,
        flags,
        String.format(Locale.ROOT, "%04X-%04X", serial >>> 16, serial & 0xFFFF),
        backup);
  }

  /** Over eleven sectors, but not over the flags and the percentage, which change all the time. */
  private static void verifyChecksum(ByteSource source, long offset, int sector)
      throws IOException {
    String where = source.description();
    int length = BOOT_REGION_SECTORS * sector;
    check(where, source.size() >= offset + length, "too short");
    byte[] region = source.read(offset, length);
    int sum = 0;
    int end = length - sector;
    for (int i = 0; i < end; i++) {
      if (i != VOLUME_FLAGS && i != VOLUME_FLAGS + 1 && i != PERCENT_IN_USE) {
        sum = Checksums.add(sum, region[i]);
      }
    }
    for (int at = end; at < length; at += Integer.BYTES) {
      check(where, LittleEndian.i32(region, at) == sum, "checksum");
    }
  }

  boolean isCluster(long number) {
    return number >= FIRST_CLUSTER && number < clusters + FIRST_CLUSTER;
  }

  /** Where a cluster begins, in bytes. */
  long clusterOffset(long number) {
    return heapOffset + (number - FIRST_CLUSTER) * clusterBytes;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private static void check(String where, boolean good, String what) throws IOException {
    if (!good) {
      throw new MalformedException(where, "exFAT boot region: " + what);
    }
  }
}
