package io.intarsia.store;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.util.HexFormat;

/** The bytes of the store header. */
final class StoreHeaderFile {
  static final String KEY = "store";
  static final int LENGTH = 64;

  private static final String MAGIC = "INTSTOR\n";
  private static final int VERSION_PLAIN = 3;
  private static final int VERSION_ENCRYPTED = 4;
  private static final int CHECKSUM = 56;

  private StoreHeaderFile() {}

  /**
   * Reads and checks the header.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  static StoreHeader read(BlobStore blobs) throws IOException {
    return decode(Blobs.readAll(blobs, KEY, LENGTH));
  }

  static byte[] encode(StoreHeader header) {
    byte[] bytes = new byte[LENGTH];
    Magic.put(bytes, MAGIC, header.isEncrypted() ? VERSION_ENCRYPTED : VERSION_PLAIN);
    System.arraycopy(header.idBytes(), 0, bytes, 16, 16);
    StoreOptions options = header.options();
    LittleEndian.put32(bytes, 32, options.chunkSize());
    LittleEndian.put32(bytes, 36, options.frameSize());
    LittleEndian.put64(bytes, 40, options.packSize());
    LittleEndian.put32(bytes, 48, options.compressionLevel());
    LittleEndian.put64(bytes, CHECKSUM, TwinCrc.of(bytes, 0, CHECKSUM));
    return bytes;
  }

  static StoreHeader decode(byte[] bytes) throws StoreException {
    if (bytes.length != LENGTH) {
      throw new DamagedException(KEY, "it has " + bytes.length + " bytes, not " + LENGTH);
    }
    boolean encrypted = LittleEndian.u16(bytes, 8) > VERSION_PLAIN;
    Magic.check(KEY, bytes, MAGIC, encrypted ? VERSION_ENCRYPTED : VERSION_PLAIN, CHECKSUM);
    try {
      StoreOptions options =
          new StoreOptions(
              LittleEndian.i32(bytes, 32),
              LittleEndian.i32(bytes, 36),
              LittleEndian.i64(bytes, 40),
              LittleEndian.i32(bytes, 48));
      return new StoreHeader(HexFormat.of().formatHex(bytes, 16, 32), options, encrypted);
    } catch (IllegalArgumentException e) {
      throw new DamagedException(KEY, String.valueOf(e.getMessage()));
    }
  }
}
