package io.intarsia.formats.image.vhd;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a footer says.
 *
 * @param creator four characters that name the program
 * @param currentSize bytes that the disk has by its own word
 * @param geometrySectors sectors that its geometry has
 * @param isCopy whether this is the copy in front, because the footer itself is damaged
 */
record VhdFooter(
    int kind,
    long dynamicHeader,
    String creator,
    long currentSize,
    long geometrySectors,
    UUID uuid,
    boolean savedState,
    boolean isCopy) {
  private static final long MAX_GEOMETRY =
      (long) VhdLayout.MAX_CYLINDERS * VhdLayout.MAX_HEADS * VhdLayout.MAX_TRACK_SECTORS;

  /** Programs whose disks have the size that the footer states; all others go by the geometry. */
  private static final Set<String> SIZED_BY_FOOTER =
      Set.of("win ", "qem2", "d2v ", "tap\0", "CTXS", "wa\0\0");

  static VhdFooter read(ByteSource file) throws IOException {
    if (file.size() < VhdLayout.FOOTER_BYTES) {
      throw new MalformedException(file.description(), "it is too short for a VHD footer");
    }
    byte[] bytes = sound(file, file.size() - VhdLayout.FOOTER_BYTES);
    boolean isCopy = bytes == null;
    if (bytes == null) {
      bytes = sound(file, 0);
    }
    if (bytes == null) {
      throw new MalformedException(file.description(), "the VHD footer is damaged or missing");
    }
    VhdFooter footer = parse(bytes, isCopy);
    footer.requireKnown(file.description(), BigEndian.u32(bytes, VhdLayout.VERSION_OFFSET));
    return footer;
  }

  private static byte @Nullable [] sound(ByteSource file, long place) throws IOException {
    byte[] bytes = file.read(place, VhdLayout.FOOTER_BYTES);
    boolean sound =
        BigEndian.i64(bytes, 0) == VhdLayout.FOOTER_MAGIC
            && (int) BigEndian.u32(bytes, VhdLayout.FOOTER_CHECKSUM_OFFSET)
                == VhdLayout.checksum(bytes, VhdLayout.FOOTER_CHECKSUM_OFFSET);
    return sound ? bytes : null;
  }

  private static VhdFooter parse(byte[] bytes, boolean isCopy) {
    return new VhdFooter(
        (int) BigEndian.u32(bytes, VhdLayout.KIND_OFFSET),
        BigEndian.i64(bytes, VhdLayout.DYNAMIC_HEADER_OFFSET),
        new String(bytes, VhdLayout.CREATOR_OFFSET, 4, StandardCharsets.ISO_8859_1),
        BigEndian.i64(bytes, VhdLayout.CURRENT_SIZE_OFFSET),
        (long) BigEndian.u16(bytes, VhdLayout.CYLINDERS_OFFSET)
            * (bytes[VhdLayout.HEADS_OFFSET] & 0xFF)
            * (bytes[VhdLayout.TRACK_SECTORS_OFFSET] & 0xFF),
        new UUID(
            BigEndian.i64(bytes, VhdLayout.UUID_OFFSET),
            BigEndian.i64(bytes, VhdLayout.UUID_OFFSET + 8)),
        bytes[VhdLayout.SAVED_STATE_OFFSET] != 0,
        isCopy);
  }

  private void requireKnown(String where, long version) throws IOException {
    if (version >>> 16 != VhdLayout.VERSION >>> 16) {
      throw new UnsupportedException(where, "VHD version " + Long.toHexString(version));
    }
    if (kind < VhdLayout.KIND_FIXED || kind > VhdLayout.KIND_DIFFERENCING) {
      throw new UnsupportedException(where, "VHD images of kind " + kind);
    }
    if (currentSize < 0 || currentSize > 1L << 50) {
      throw new MalformedException(where, "an impossible VHD disk size: " + currentSize);
    }
  }

  /**
   * Bytes of the disk that the guest sees. Virtual PC gives guests the geometry, and QEMU does the
   * same for its own images and for those of programs that it does not know; other programs, and
   * all with disks past what a geometry can say, give them the size that the footer states.
   */
  long diskSize() {
    return SIZED_BY_FOOTER.contains(creator) || geometrySectors == MAX_GEOMETRY
        ? currentSize & -VhdLayout.SECTOR
        : geometrySectors * VhdLayout.SECTOR;
  }
}
