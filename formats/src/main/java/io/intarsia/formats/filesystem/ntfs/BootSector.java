package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The boot sector, or its copy.
 *
 * @param sectorSize 512 to 4096 bytes
 * @param clusterSize 512 bytes to 2 MiB
 * @param clusters clusters of the volume; what remains of its sectors belongs to none
 * @param mftCluster first cluster of $MFT
 * @param mirrorCluster first cluster of $MFTMirr
 * @param recordSize bytes of a record of the master file table
 * @param place offset of this sector in the source
 */
record BootSector(
    int sectorSize,
    int clusterSize,
    long clusters,
    long mftCluster,
    long mirrorCluster,
    int recordSize,
    long serial,
    long place) {
  private static final byte[] OEM_ID = "NTFS    ".getBytes(StandardCharsets.US_ASCII);

  /** Bytes above this say by which power of two they are negative. */
  private static final int LARGEST_COUNT = 128;

  /** Whether the sector calls itself one of NTFS. */
  static boolean isNamed(ByteSource source, long place) throws IOException {
    if (place < 0 || place > source.size() - BOOT_SECTOR_SIZE) {
      return false;
    }
    return Arrays.equals(source.read(place + BOOT_OEM_ID, OEM_ID.length), OEM_ID);
  }

  /** The sector at the start, else its copy in the last sector; null when neither makes sense. */
  static @Nullable BootSector find(ByteSource source) throws IOException {
    BootSector first = read(source, 0);
    return first != null ? first : findCopy(source);
  }

  /** The copy in the last sector, for which the sector size has to be guessed. */
  static @Nullable BootSector findCopy(ByteSource source) throws IOException {
    for (int size = BOOT_SECTOR_SIZE; size <= MAX_SECTOR_SIZE; size *= 2) {
      BootSector copy = read(source, source.size() / size * size - size);
      if (copy != null && copy.sectorSize == size) {
        return copy;
      }
    }
    return null;
  }

  private static @Nullable BootSector read(ByteSource source, long place) throws IOException {
    if (!isNamed(source, place)) {
      return null;
    }
    byte[] bytes = source.read(place, BOOT_SECTOR_SIZE);
    int sectorSize = LittleEndian.u16(bytes, BOOT_BYTES_PER_SECTOR);
    if (!isPower(sectorSize, BOOT_SECTOR_SIZE, MAX_SECTOR_SIZE)) {
      return null;
    }
    long clusterSize = scaled(bytes[BOOT_SECTORS_PER_CLUSTER] & 0xFF, sectorSize);
    if (!isPower(clusterSize, sectorSize, MAX_CLUSTER_SIZE)) {
      return null;
    }
    long recordSize = recordSize(bytes[BOOT_CLUSTERS_PER_RECORD], clusterSize);
    long sectors = LittleEndian.i64(bytes, BOOT_SECTORS);
    long clusters = sectors / (clusterSize / sectorSize);
    long mft = LittleEndian.i64(bytes, BOOT_MFT_CLUSTER);
    long mirror = LittleEndian.i64(bytes, BOOT_MIRROR_CLUSTER);
    boolean sound =
        isPower(recordSize, MIN_RECORD_SIZE, MAX_RECORD_SIZE)
            && sectors > 0
            && sectors <= Long.MAX_VALUE / sectorSize
            && mft >= 0
            && mft < clusters
            && mirror >= 0
            && mirror < clusters;
    return sound
        ? new BootSector(
            sectorSize,
            (int) clusterSize,
            clusters,
            mft,
            mirror,
            (int) recordSize,
            LittleEndian.i64(bytes, BOOT_SERIAL),
            place)
        : null;
  }

  private static long scaled(int count, int unit) {
    if (count <= LARGEST_COUNT) {
      return (long) count * unit;
    }
    int power = 256 - count;
    return power > 12 ? 0 : (long) unit << power;
  }

  private static long recordSize(byte count, long clusterSize) {
    if (count > 0) {
      return count * clusterSize;
    }
    return count > -31 ? 1L << -count : 0;
  }

  private static boolean isPower(long value, long smallest, long largest) {
    return value >= smallest && value <= largest && Long.bitCount(value) == 1;
  }

  /** The serial number as {@code blkid} prints it. */
  String serialText() {
    return String.format(Locale.ROOT, "%016X", serial);
  }
}
