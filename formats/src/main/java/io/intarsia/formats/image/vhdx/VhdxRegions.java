package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the two regions of a file are. */
record VhdxRegions(ByteSource blockTable, ByteSource metadata) {

  static VhdxRegions read(ByteSource file) throws IOException {
    byte[] table = soundTable(file);
    if (table == null) {
      throw new MalformedException(file.description(), "both VHDX region tables are damaged");
    }
    ByteSource blockTable = null;
    ByteSource metadata = null;
    long count = LittleEndian.u32(table, VhdxLayout.REGION_COUNT_OFFSET);
    if (count > VhdxLayout.MAX_ENTRIES) {
      throw new MalformedException(file.description(), "an impossible VHDX region table");
    }
    for (int i = 0; i < count; i++) {
      int at = VhdxLayout.REGIONS_OFFSET + i * VhdxLayout.ENTRY_BYTES;
      UUID id = VhdxLayout.guid(table, at);
      if (id.equals(VhdxLayout.BLOCK_TABLE)) {
        blockTable = region(file, "block table", table, at);
      } else if (id.equals(VhdxLayout.METADATA)) {
        metadata = region(file, "metadata", table, at);
      } else if ((LittleEndian.i32(table, at + 28) & 1) != 0) {
        throw new UnsupportedException(file.description(), "the VHDX region " + id);
      }
    }
    if (blockTable == null || metadata == null) {
      throw new MalformedException(
          file.description(), "a VHDX file without block table or metadata");
    }
    return new VhdxRegions(blockTable, metadata);
  }

  private static byte @Nullable [] soundTable(ByteSource file) throws IOException {
    for (long place : VhdxLayout.REGION_TABLE_PLACES) {
      if (file.size() >= place + VhdxLayout.TABLE_BYTES) {
        byte[] table = file.read(place, VhdxLayout.TABLE_BYTES);
        if (LittleEndian.i32(table, 0) == VhdxLayout.REGION_MAGIC
            && VhdxLayout.hasSoundChecksum(table)) {
          return table;
        }
      }
    }
    return null;
  }

  private static ByteSource region(ByteSource file, String name, byte[] table, int at)
      throws IOException {
    long place = LittleEndian.i64(table, at + 16);
    long length = LittleEndian.u32(table, at + 24);
    if (!Ranges.fits(place, length, file.size())) {
      throw new MalformedException(
          file.description(), "the VHDX " + name + " does not lie in the file");
    }
    return file.slice(name, place, length);
  }
}
