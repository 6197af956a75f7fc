package io.intarsia.formats.partition;

import io.intarsia.bytes.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells boot sectors of FAT, exFAT and NTFS, which end in the signature of an MBR, and whose code
 * stands where an MBR has its table.
 */
final class BootSectors {
  private static final byte[] NTFS = "NTFS    ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXFAT = "EXFAT   ".getBytes(StandardCharsets.US_ASCII);
  private static final int OEM_NAME = 3;

  private BootSectors() {}

  static boolean isFileSystem(byte[] sector) {
    return hasName(sector, NTFS) || hasName(sector, EXFAT) || isFat(sector);
  }

  private static boolean hasName(byte[] sector, byte[] name) {
    return Arrays.equals(sector, OEM_NAME, OEM_NAME + name.length, name, 0, name.length);
  }

  /** A sound BIOS parameter block, as the kernel's FAT driver wants it. */
  private static boolean isFat(byte[] sector) {
    int bytesPerSector = LittleEndian.u16(sector, 11);
    int sectorsPerCluster = sector[13] & 0xFF;
    int reserved = LittleEndian.u16(sector, 14);
    int tables = sector[16] & 0xFF;
    int media = sector[21] & 0xFF;
    return isPowerOfTwo(bytesPerSector)
        && bytesPerSector >= 512
        && bytesPerSector <= 4096
        && isPowerOfTwo(sectorsPerCluster)
        && reserved != 0
        && tables != 0
        && (media >= 0xF8 || media == 0xF0);
  }

  private static boolean isPowerOfTwo(int value) {
    return value > 0 && (value & (value - 1)) == 0;
  }
}
