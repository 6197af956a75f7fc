package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The header that counts.
 *
 * @param dataWriteId changes when the disk is written
 * @param logId that of the entries to replay; all zeros for an empty log
 */
record VhdxHeader(
    long sequence,
    UUID dataWriteId,
    UUID logId,
    int logVersion,
    int version,
    long log,
    long logBytes) {
  private static final UUID NO_LOG = new UUID(0, 0);

  static VhdxHeader read(ByteSource file) throws IOException {
    VhdxHeader newest = null;
    for (long place : VhdxLayout.HEADER_PLACES) {
      VhdxHeader header = sound(file, place);
      if (header != null
          && (newest == null || Long.compareUnsigned(header.sequence, newest.sequence) > 0)) {
        newest = header;
      }
    }
    if (newest == null) {
      throw new MalformedException(file.description(), "both VHDX headers are damaged");
    }
    newest.requireKnown(file.description());
    return newest;
  }

  private static @Nullable VhdxHeader sound(ByteSource file, long place) throws IOException {
    if (file.size() < place + VhdxLayout.HEADER_BYTES) {
      return null;
    }
    byte[] bytes = file.read(place, VhdxLayout.HEADER_BYTES);
    if (LittleEndian.i32(bytes, 0) != VhdxLayout.HEADER_MAGIC
        || !VhdxLayout.hasSoundChecksum(bytes)) {
      return null;
    }
    return new VhdxHeader(
        LittleEndian.i64(bytes, VhdxLayout.SEQUENCE_OFFSET),
        VhdxLayout.guid(bytes, VhdxLayout.DATA_WRITE_OFFSET),
        VhdxLayout.guid(bytes, VhdxLayout.LOG_ID_OFFSET),
        LittleEndian.u16(bytes, VhdxLayout.LOG_VERSION_OFFSET),
        LittleEndian.u16(bytes, VhdxLayout.VERSION_OFFSET),
        LittleEndian.i64(bytes, VhdxLayout.LOG_PLACE_OFFSET),
        LittleEndian.u32(bytes, VhdxLayout.LOG_LENGTH_OFFSET));
  }

  private void requireKnown(String where) throws UnsupportedException {
    if (version != VhdxLayout.VERSION) {
      throw new UnsupportedException(where, "VHDX version " + version);
    }
    if (hasLog() && logVersion != 0) {
      throw new UnsupportedException(where, "a VHDX log of version " + logVersion);
    }
  }

  /** Whether the log may hold what is not yet in its place. */
  boolean hasLog() {
    return !logId.equals(NO_LOG);
  }
}
