package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a file.
 *
 * @param start first byte in the file
 * @param length bytes of the file, positive
 * @param state how the bytes are kept
 * @param stored the compressed bytes; null when nothing is compressed
 * @param address logical address of the first byte for {@link State#PLAIN}, else 0
 * @param skip where the piece begins in what was compressed or is inline
 * @param inline bytes of the block that holds the inline data, compressed or not; null for others
 * @param inlineAt place of the inline data there
 * @param inlineLength bytes of inline data
 */
record FileExtent(
    long start,
    long length,
    State state,
    @Nullable CompressedExtent stored,
    long address,
    int skip,
    byte @Nullable [] inline,
    int inlineAt,
    int inlineLength) {

  /** How bytes are kept. */
  enum State {
    HOLE,
    /** Reserved but not written: zeros. */
    PREALLOCATED,
    PLAIN,
    COMPRESSED,
    INLINE
  }

  /** The extent at a cursor; null when it has no bytes. */
  static @Nullable FileExtent parse(Volume volume, Cursor cursor) throws IOException {
    byte[] b = cursor.bytes();
    int at = cursor.dataAt();
    int size = cursor.dataSize();
    check(volume, cursor, size >= FE_INLINE && cursor.offset() >= 0);
    if (b[at + FE_ENCRYPTION] != 0 || LittleEndian.u16(b, at + FE_OTHER_ENCODING) != 0) {
      throw new UnsupportedException(
          volume.source().description(), "btrfs encrypted or encoded extent");
    }
    return switch (b[at + FE_TYPE]) {
      case FE_TYPE_INLINE -> inline(volume, cursor);
      case FE_TYPE_REGULAR, FE_TYPE_PREALLOC -> {
        check(volume, cursor, size >= FILE_EXTENT_SIZE);
        yield onDisk(volume, cursor);
      }
      default -> throw malformed(volume, cursor);
    };
  }

  private static @Nullable FileExtent inline(Volume volume, Cursor cursor) throws IOException {
    byte[] b = cursor.bytes();
    int at = cursor.dataAt();
    int bytes = cursor.dataSize() - FE_INLINE;
    check(volume, cursor, cursor.offset() == 0);
    int compression = b[at + FE_COMPRESSION];
    if (compression == 0) {
      return bytes == 0
          ? null
          : new FileExtent(0, bytes, State.INLINE, null, 0, 0, b, at + FE_INLINE, bytes);
    }
    long length = LittleEndian.i64(b, at + FE_RAM_BYTES);
    check(volume, cursor, length > 0 && length <= MAX_COMPRESSED_EXTENT);
    CompressedExtent stored = new CompressedExtent(0, bytes, (int) length, compression);
    return new FileExtent(0, length, State.INLINE, stored, 0, 0, b, at + FE_INLINE, bytes);
  }

  private static FileExtent onDisk(Volume volume, Cursor cursor) throws IOException {
    byte[] b = cursor.bytes();
    int at = cursor.dataAt();
    long start = cursor.offset();
    long length = LittleEndian.i64(b, at + FE_NUM_BYTES);
    long disk = LittleEndian.i64(b, at + FE_DISK_BYTENR);
    long diskBytes = LittleEndian.i64(b, at + FE_DISK_NUM_BYTES);
    long skip = LittleEndian.i64(b, at + FE_OFFSET);
    check(volume, cursor, length > 0 && length <= Long.MAX_VALUE - start);
    if (disk == 0) {
      return new FileExtent(start, length, State.HOLE, null, 0, 0, null, 0, 0);
    }
    if (b[at + FE_TYPE] == FE_TYPE_PREALLOC) {
      return new FileExtent(start, length, State.PREALLOCATED, null, 0, 0, null, 0, 0);
    }
    check(volume, cursor, disk > 0 && skip >= 0 && diskBytes > 0);
    int compression = b[at + FE_COMPRESSION];
    if (compression == 0) {
      check(volume, cursor, length <= diskBytes && skip <= diskBytes - length);
      check(volume, cursor, disk <= Long.MAX_VALUE - diskBytes);
      return new FileExtent(start, length, State.PLAIN, null, disk + skip, 0, null, 0, 0);
    }
    long ramBytes = LittleEndian.i64(b, at + FE_RAM_BYTES);
    check(volume, cursor, ramBytes > 0 && length <= ramBytes && skip <= ramBytes - length);
    if (ramBytes > MAX_COMPRESSED_EXTENT || diskBytes > MAX_COMPRESSED_EXTENT) {
      throw new UnsupportedException(
          volume.source().description(),
          "btrfs compressed extent of more than " + MAX_COMPRESSED_EXTENT + " bytes");
    }
    CompressedExtent stored =
        new CompressedExtent(disk, (int) diskBytes, (int) ramBytes, compression);
    return new FileExtent(start, length, State.COMPRESSED, stored, 0, (int) skip, null, 0, 0);
  }

  private static void check(Volume volume, Cursor cursor, boolean good) throws IOException {
    if (!good) {
      throw malformed(volume, cursor);
    }
  }

  private static IOException malformed(Volume volume, Cursor cursor) {
    return volume.malformed("extent of inode " + cursor.objectId());
  }

  long end() {
    return start + length;
  }

  /** Whether the file's bytes are stored anywhere. */
  boolean hasData() {
    return state != State.HOLE && state != State.PREALLOCATED;
  }
}
