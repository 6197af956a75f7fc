package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The header of a sparse extent.
 *
 * @param capacity sectors of the disk; 0 where the file holds nothing but a descriptor
 * @param grainSectors a power of two
 * @param descriptor place of the embedded descriptor, 0 for none
 * @param tableEntries entries of a grain table
 * @param redundantDirectory its place, or -1 when there is none
 */
record SparseHeader(
    int flags,
    long capacity,
    int grainSectors,
    long descriptor,
    long descriptorSectors,
    int tableEntries,
    long redundantDirectory,
    long directory) {

  /**
   * Reads header and, where it says so, footer.
   *
   * @throws MalformedException when a field is impossible
   * @throws UnsupportedException for a later version, or a compression that is not deflate
   */
  static SparseHeader read(ByteSource file) throws IOException {
    SparseHeader header = parse(file, 0);
    if (header.directory != VmdkLayout.DIRECTORY_IN_FOOTER) {
      return header;
    }
    long place = file.size() - VmdkLayout.FOOTER_FROM_END;
    if (place < VmdkLayout.HEADER_BYTES) {
      throw new MalformedException(file.description(), "the VMDK file ends before its footer");
    }
    SparseHeader footer = parse(file, place);
    if (footer.directory == VmdkLayout.DIRECTORY_IN_FOOTER || footer.capacity != header.capacity) {
      throw new MalformedException(file.description(), "the VMDK footer contradicts the header");
    }
    return footer;
  }

  private static SparseHeader parse(ByteSource file, long place) throws IOException {
    String where = file.description();
    if (!Ranges.fits(place, VmdkLayout.HEADER_BYTES, file.size())) {
      throw new MalformedException(where, "it is too short for a VMDK header");
    }
    byte[] bytes = file.read(place, VmdkLayout.HEADER_BYTES);
    if (LittleEndian.i32(bytes, 0) != VmdkLayout.MAGIC) {
      throw new MalformedException(where, "no VMDK header at byte " + place);
    }
    int version = LittleEndian.i32(bytes, VmdkLayout.VERSION_OFFSET);
    if (version < 1 || version > VmdkLayout.MAX_VERSION) {
      throw new UnsupportedException(where, "VMDK version " + version);
    }
    int flags = LittleEndian.i32(bytes, VmdkLayout.FLAGS_OFFSET);
    requireLineEnds(where, flags, bytes);
    requireDeflate(where, flags, LittleEndian.u16(bytes, VmdkLayout.COMPRESSION_OFFSET));
    boolean redundant = (flags & VmdkLayout.FLAG_REDUNDANT) != 0;
    SparseHeader header =
        new SparseHeader(
            flags,
            LittleEndian.i64(bytes, VmdkLayout.CAPACITY_OFFSET),
            Math.clamp(
                LittleEndian.i64(bytes, VmdkLayout.GRAIN_SIZE_OFFSET), -1, Integer.MAX_VALUE),
            LittleEndian.i64(bytes, VmdkLayout.DESCRIPTOR_OFFSET),
            LittleEndian.i64(bytes, VmdkLayout.DESCRIPTOR_SIZE_OFFSET),
            LittleEndian.i32(bytes, VmdkLayout.TABLE_ENTRIES_OFFSET),
            redundant ? LittleEndian.i64(bytes, VmdkLayout.REDUNDANT_DIRECTORY_OFFSET) : -1,
            LittleEndian.i64(bytes, VmdkLayout.DIRECTORY_OFFSET));
    header.requireSound(where, file.size());
    return header;
  }

  private static void requireLineEnds(String where, int flags, byte[] bytes)
      throws MalformedException {
    int at = VmdkLayout.LINE_ENDS_OFFSET;
    byte[] found = Arrays.copyOfRange(bytes, at, at + VmdkLayout.LINE_ENDS.length);
    if ((flags & VmdkLayout.FLAG_LINE_ENDS) != 0 && !Arrays.equals(found, VmdkLayout.LINE_ENDS)) {
      throw new MalformedException(where, "the VMDK file was damaged by a transfer as text");
    }
  }

  private static void requireDeflate(String where, int flags, int compression)
      throws UnsupportedException {
    if ((flags & VmdkLayout.FLAG_COMPRESSED) != 0
        && compression != VmdkLayout.COMPRESSION_DEFLATE) {
      throw new UnsupportedException(where, "VMDK compression " + compression);
    }
  }

  private void requireSound(String where, long fileSize) throws IOException {
    if (capacity < 0 || capacity > VmdkLayout.MAX_SECTORS) {
      throw new MalformedException(where, "an impossible VMDK capacity: " + capacity);
    }
    if (descriptor < 0
        || descriptorSectors < 0
        || descriptorSectors > VmdkLayout.MAX_DESCRIPTOR_BYTES / VmdkLayout.SECTOR
        || descriptor > fileSize / VmdkLayout.SECTOR - descriptorSectors) {
      throw new MalformedException(where, "the VMDK descriptor does not lie in the file");
    }
    if (capacity > 0) {
      requireSoundGrains(where);
    }
  }

  private void requireSoundGrains(String where) throws IOException {
    if (grainSectors < 1
        || grainSectors > VmdkLayout.MAX_GRAIN_SECTORS
        || Integer.bitCount(grainSectors) != 1) {
      throw new MalformedException(where, "an impossible VMDK grain size: " + grainSectors);
    }
    if (isCompressed() && grainBytes() > VmdkLayout.MAX_COMPRESSED_GRAIN_BYTES) {
      throw new UnsupportedException(where, "compressed VMDK grains of " + grainBytes() + " bytes");
    }
    if (tableEntries < 1 || tableEntries > VmdkLayout.MAX_TABLE_ENTRIES) {
      throw new MalformedException(where, "an impossible VMDK grain table: " + tableEntries);
    }
  }

  boolean isCompressed() {
    return (flags & VmdkLayout.FLAG_COMPRESSED) != 0;
  }

  boolean hasMarkers() {
    return (flags & VmdkLayout.FLAG_MARKERS) != 0;
  }

  boolean hasZeroGrains() {
    return (flags & VmdkLayout.FLAG_ZERO_GRAINS) != 0;
  }

  long grainBytes() {
    return (long) grainSectors * VmdkLayout.SECTOR;
  }

  long diskBytes() {
    return capacity * VmdkLayout.SECTOR;
  }
}
