package io.intarsia.formats.image.vdi;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.bytes.Zeros;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * What a header says.
 *
 * @param diskSize bytes, a multiple of 512
 * @param map place of the block map in the file
 * @param data place of the first block
 * @param blockBytes a power of two
 * @param blockExtra bytes that stand before the data of each block
 * @param hasDescription whether the image is described in words
 */
record VdiHeader(
    long diskSize, long map, long data, int blockBytes, int blockExtra, boolean hasDescription) {

  static VdiHeader parse(ByteSource file) throws IOException {
    String where = file.description();
    if (file.size() < VdiLayout.HEADER_BYTES) {
      throw new MalformedException(where, "it is too short for a VDI header");
    }
    byte[] bytes = file.read(0, VdiLayout.HEADER_BYTES);
    if (LittleEndian.i32(bytes, VdiLayout.MAGIC_OFFSET) != VdiLayout.MAGIC) {
      throw new MalformedException(where, "it has no VDI header");
    }
    requireKnown(where, bytes);
    long size = LittleEndian.i64(bytes, VdiLayout.DISK_SIZE_OFFSET);
    VdiHeader header =
        new VdiHeader(
            (size + VdiLayout.SECTOR - 1) & -VdiLayout.SECTOR,
            LittleEndian.u32(bytes, VdiLayout.MAP_OFFSET),
            LittleEndian.u32(bytes, VdiLayout.DATA_OFFSET),
            LittleEndian.i32(bytes, VdiLayout.BLOCK_SIZE_OFFSET),
            LittleEndian.i32(bytes, VdiLayout.BLOCK_EXTRA_OFFSET),
            bytes[VdiLayout.DESCRIPTION_OFFSET] != 0);
    long blocks = LittleEndian.u32(bytes, VdiLayout.BLOCKS_OFFSET);
    header.requireSound(where, file.size(), blocks);
    return header;
  }

  private static void requireKnown(String where, byte[] bytes) throws UnsupportedException {
    int version = LittleEndian.i32(bytes, VdiLayout.VERSION_OFFSET);
    if (version != VdiLayout.VERSION) {
      throw new UnsupportedException(
          where, "VDI version " + (version >>> 16) + "." + (version & 0xFFFF));
    }
    int kind = LittleEndian.i32(bytes, VdiLayout.KIND_OFFSET);
    boolean hasParent = !Zeros.isZero(bytes, VdiLayout.PARENT_UUID_OFFSET, VdiLayout.UUID_BYTES);
    if (kind == VdiLayout.KIND_DIFFERENCING || hasParent) {
      throw new UnsupportedException(
          where,
          "a differencing VDI image, made of the image with UUID "
              + uuid(bytes, VdiLayout.PARENT_UUID_OFFSET)
              + "; convert it into a full one with VirtualBox");
    }
    if (kind != VdiLayout.KIND_DYNAMIC && kind != VdiLayout.KIND_FIXED) {
      throw new UnsupportedException(where, "VDI images of kind " + kind);
    }
    int sector = LittleEndian.i32(bytes, VdiLayout.SECTOR_SIZE_OFFSET);
    if (sector != VdiLayout.SECTOR) {
      throw new UnsupportedException(where, "VDI sectors of " + sector + " bytes");
    }
  }

  /** The first three groups are little-endian. */
  private static UUID uuid(byte[] bytes, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long high =
        ((long) buffer.getInt(offset) << 32)
            | (buffer.getShort(offset + 4) & 0xFFFFL) << 16
            | (buffer.getShort(offset + 6) & 0xFFFFL);
    return new UUID(high, buffer.order(ByteOrder.BIG_ENDIAN).getLong(offset + 8));
  }

  private void requireSound(String where, long fileSize, long blocks) throws MalformedException {
    if (blockBytes < VdiLayout.MIN_BLOCK_BYTES
        || blockBytes > VdiLayout.MAX_BLOCK_BYTES
        || Integer.bitCount(blockBytes) != 1
        || blockExtra < 0
        || blockExtra > VdiLayout.MAX_BLOCK_BYTES) {
      throw new MalformedException(where, "an impossible VDI block size: " + blockBytes);
    }
    if (diskSize < 0 || diskSize > blocks * blockBytes) {
      throw new MalformedException(where, "an impossible VDI disk size: " + diskSize);
    }
    if (!Ranges.fits(map, blocks * VdiLayout.ENTRY_BYTES, fileSize)) {
      throw new MalformedException(where, "the VDI block map does not lie in the file");
    }
  }
}
