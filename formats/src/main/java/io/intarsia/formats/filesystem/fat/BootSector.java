package io.intarsia.formats.filesystem.fat;

import static io.intarsia.formats.filesystem.fat.FatLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the boot sector says, checked for sense.
 *
 * @param width bits of a FAT entry: 12, 16 or 32
 * @param fats number of FATs, 1 to 255
 * @param fatBytes length of one FAT
 * @param fatOffset where the first FAT begins
 * @param mirrored whether all FATs are kept equal
 * @param activeFat the FAT that counts when they are not
 * @param rootOffset where the fixed root directory begins; FAT12 and FAT16
 * @param rootBytes its length, 0 for FAT32
 * @param rootCluster where the root directory begins; FAT32
 * @param dataOffset where cluster 2 begins
 * @param clusters number of clusters; the highest number is one more
 * @param media low byte of the first entry of each FAT
 * @param dirty whether the volume was not unmounted cleanly
 */
record BootSector(
    int width,
    int clusterBytes,
    int fats,
    long fatBytes,
    long fatOffset,
    boolean mirrored,
    int activeFat,
    long rootOffset,
    int rootBytes,
    int rootCluster,
    long dataOffset,
    int clusters,
    int media,
    boolean dirty,
    @Nullable String serial,
    byte[] label) {

  /**
   * Reads and checks the first sector.
   *
   * @throws MalformedException when it is not one, or makes no sense
   */
  static BootSector read(ByteSource source) throws IOException {
    String where = source.description();
    if (source.size() < BOOT_SECTOR_BYTES) {
      throw new MalformedException(where, "too short for a FAT boot sector");
    }
    return parse(where, source.read(0, BOOT_SECTOR_BYTES));
  }

  static BootSector parse(String where, byte[] b) throws IOException {
    int sector = LittleEndian.u16(b, BPB_BYTES_PER_SECTOR);
    int perCluster = b[BPB_SECTORS_PER_CLUSTER] & 0xFF;
    int reserved = LittleEndian.u16(b, BPB_RESERVED_SECTORS);
    int fats = b[BPB_NUMBER_OF_FATS] & 0xFF;
    int media = b[BPB_MEDIA] & 0xFF;
    check(where, isPowerOfTwo(sector) && sector >= 512 && sector <= 4096, "sector size");
    check(where, isPowerOfTwo(perCluster), "cluster size");
    check(where, reserved > 0, "reserved sectors");
    check(where, fats > 0, "number of FATs");
    check(where, media >= 0xF8 || media == 0xF0, "media");
    boolean is32 = LittleEndian.u16(b, BPB_FAT_SECTORS_16) == 0;
    long fatSectors =
        is32 ? LittleEndian.u32(b, BPB_FAT_SECTORS_32) : LittleEndian.u16(b, BPB_FAT_SECTORS_16);
    check(where, fatSectors > 0, "length of the FAT");
    int rootEntries = is32 ? 0 : LittleEndian.u16(b, BPB_ROOT_ENTRIES);
    check(where, is32 || rootEntries > 0, "entries of the root directory");
    long rootSectors = Math.ceilDiv((long) rootEntries * ENTRY_BYTES, sector);
    long rootStart = reserved + fats * fatSectors;
    long dataStart = rootStart + rootSectors;
    long total = totalSectors(b);
    check(where, total > dataStart, "number of sectors");
    long clusters = (total - dataStart) / perCluster;
    int width = width(where, is32, clusters);
    long room = fatSectors * sector * Byte.SIZE / width - FIRST_CLUSTER;
    clusters = Math.min(Math.min(clusters, room), width == 32 ? 0x0FFFFFF5L : MAX_FAT16);
    check(where, clusters > 0, "number of clusters");
    if (is32 && LittleEndian.u16(b, BPB_VERSION) != 0) {
      throw new UnsupportedException(where, "FAT32 version " + LittleEndian.u16(b, BPB_VERSION));
    }
    int flags = is32 ? LittleEndian.u16(b, BPB_EXT_FLAGS) : 0;
    boolean mirrored = (flags & EXT_FLAGS_NOT_MIRRORED) == 0;
    int active = mirrored ? 0 : flags & EXT_FLAGS_ACTIVE;
    check(where, active < fats, "active FAT");
    int ebr = is32 ? EBR_32 : EBR_16;
    return new BootSector(
        width,
        sector * perCluster,
        fats,
        fatSectors * sector,
        (long) reserved * sector,
        mirrored,
        active,
        rootStart * sector,
        rootEntries * ENTRY_BYTES,
        is32 ? LittleEndian.i32(b, BPB_ROOT_CLUSTER) : 0,
        dataStart * sector,
        (int) clusters,
        media,
        (b[ebr + EBR_STATE] & STATE_DIRTY) != 0,
        serial(b, ebr),
        label(b, ebr));
  }

  private static long totalSectors(byte[] b) {
    int small = LittleEndian.u16(b, BPB_TOTAL_SECTORS_16);
    return small == 0 ? LittleEndian.u32(b, BPB_TOTAL_SECTORS_32) : small;
  }

  /** As Linux tells them apart: FAT32 by where its length stands, the others by their clusters. */
  private static int width(String where, boolean is32, long clusters) throws IOException {
    if (is32) {
      return 32;
    }
    check(where, clusters <= MAX_FAT16, "more clusters than a FAT16 can number");
    return clusters > MAX_FAT12 ? 16 : 12;
  }

  private static @Nullable String serial(byte[] b, int ebr) {
    int signature = b[ebr + EBR_SIGNATURE];
    long serial = LittleEndian.u32(b, ebr + EBR_SERIAL);
    if (serial == 0 || (signature != SIGNATURE_SERIAL && signature != SIGNATURE_SERIAL_AND_LABEL)) {
      return null;
    }
    return String.format(Locale.ROOT, "%04X-%04X", serial >>> 16, serial & 0xFFFF);
  }

  private static byte[] label(byte[] b, int ebr) {
    return b[ebr + EBR_SIGNATURE] == SIGNATURE_SERIAL_AND_LABEL
        ? Arrays.copyOfRange(b, ebr + EBR_LABEL, ebr + EBR_LABEL + SHORT_NAME_BYTES)
        : new byte[0];
  }

  boolean isCluster(long number) {
    return number >= FIRST_CLUSTER && number < (long) clusters + FIRST_CLUSTER;
  }

  /** Where a cluster begins, in bytes. */
  long clusterOffset(int number) {
    return dataOffset + (long) (number - FIRST_CLUSTER) * clusterBytes;
  }

  /** The end of the last cluster. */
  long end() {
    return dataOffset + (long) clusters * clusterBytes;
  }

  private static boolean isPowerOfTwo(int value) {
    return value > 0 && (value & (value - 1)) == 0;
  }

  private static void check(String where, boolean good, String what) throws IOException {
    if (!good) {
      throw new MalformedException(where, "FAT boot sector: " + what);
    }
  }
}
