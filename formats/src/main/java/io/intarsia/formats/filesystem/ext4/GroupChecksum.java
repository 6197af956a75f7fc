package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

/** The checksums of group descriptors (bg_checksum) and of block bitmaps. */
final class GroupChecksum {
  private static final int CRC16_POLYNOMIAL = 0xA001;
  private static final int AFTER = BG_CHECKSUM + Short.BYTES;

  private final Superblock superblock;

  GroupChecksum(Superblock superblock) {
    this.superblock = superblock;
  }

  /** CRC-16 with gdt_csum, half a CRC-32C with metadata_csum. */
  int ofDescriptor(int group, byte[] descriptor) {
    if (superblock.hasMetadataChecksums()) {
      return 0xFFFF
          & new Crc32c(superblock.checksumSeed())
              .littleEndian32(group)
              .update(descriptor, 0, BG_CHECKSUM)
              .zeros(Short.BYTES)
              .update(descriptor, AFTER, descriptor.length - AFTER)
              .value();
    }
    byte[] number = {
      (byte) group, (byte) (group >>> 8), (byte) (group >>> 16), (byte) (group >>> 24)
    };
    int crc = crc16(0xFFFF, superblock.uuid(), 0, UUID_LENGTH);
    crc = crc16(crc, number, 0, number.length);
    crc = crc16(crc, descriptor, 0, BG_CHECKSUM);
    return crc16(crc, descriptor, AFTER, descriptor.length);
  }

  /** Of a block bitmap, as much of it as the descriptor has room for. */
  boolean bitmapIsRight(byte[] bitmap, GroupDescriptor group) {
    int length = superblock.clustersPerGroup() / Byte.SIZE;
    int sum = new Crc32c(superblock.checksumSeed()).update(bitmap, 0, length).value();
    int stored = group.bitmapChecksum();
    return superblock.descriptorSize() >= DESC_SIZE_64 ? sum == stored : (sum & 0xFFFF) == stored;
  }

  private static int crc16(int seed, byte[] bytes, int from, int to) {
    int crc = seed;
    for (int i = from; i < to; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ CRC16_POLYNOMIAL : crc >>> 1;
      }
    }
    return crc;
  }
}
