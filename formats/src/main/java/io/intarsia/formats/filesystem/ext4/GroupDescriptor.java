package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.LittleEndian;

/**
 * What a group's descriptor says; block numbers are not checked yet.
 *
 * @param freeClusters bg_free_blocks_count, which counts clusters
 * @param bitmapChecksum bg_block_bitmap_csum; its upper half is zero in 32-byte descriptors
 */
record GroupDescriptor(
    long blockBitmap,
    long inodeBitmap,
    long inodeTable,
    long freeClusters,
    int flags,
    int bitmapChecksum,
    int checksum) {

  static GroupDescriptor parse(byte[] b, int size) {
    boolean wide = size >= DESC_SIZE_64;
    int sumHigh = wide ? LittleEndian.u16(b, BG_BLOCK_BITMAP_CSUM_HI) << 16 : 0;
    int freeHigh = wide ? LittleEndian.u16(b, BG_FREE_BLOCKS_COUNT_HI) << 16 : 0;
    return new GroupDescriptor(
        number(b, BG_BLOCK_BITMAP_LO, wide, BG_BLOCK_BITMAP_HI),
        number(b, BG_INODE_BITMAP_LO, wide, BG_INODE_BITMAP_HI),
        number(b, BG_INODE_TABLE_LO, wide, BG_INODE_TABLE_HI),
        Integer.toUnsignedLong(freeHigh | LittleEndian.u16(b, BG_FREE_BLOCKS_COUNT_LO)),
        LittleEndian.u16(b, BG_FLAGS),
        sumHigh | LittleEndian.u16(b, BG_BLOCK_BITMAP_CSUM_LO),
        LittleEndian.u16(b, BG_CHECKSUM));
  }

  private static long number(byte[] b, int low, boolean wide, int high) {
    return LittleEndian.u32(b, low) | (wide ? LittleEndian.u32(b, high) << 32 : 0);
  }
}
