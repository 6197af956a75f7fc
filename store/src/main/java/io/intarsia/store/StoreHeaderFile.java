package io.intarsia.store;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The bytes of the store header. */
final class StoreHeaderFile {
  static final String KEY = "store";

  /** Has the same bytes. Written first, so that whoever sees one of the two sees a whole store. */
  static final String COPY = "store.copy";

  static final int LENGTH = 64;

  private static final String MAGIC = "INTSTOR\n";
  private static final int VERSION_PLAIN = 3;
  private static final int VERSION_ENCRYPTED = 4;
  private static final int CHECKSUM = 56;

  private StoreHeaderFile() {}

  /**
   * Reads and checks the header, or its copy where that is sound and the header is not. What may be
   * of another Intarsia is not taken for damage that the copy makes good.
   *
   * @throws NoSuchFileException if there is none
   */
  static StoreHeader read(BlobStore blobs) throws IOException {
    try {
      return read(blobs, KEY);
    } catch (NoSuchFileException e) {
      return readCopy(blobs, e);
    } catch (DamagedException e) {
      int version = version(blobs);
      if (version >= 0 && version != VERSION_PLAIN && version != VERSION_ENCRYPTED) {
        throw e;
      }
      return readCopy(blobs, e);
    }
  }

  /** What is wrong with the header itself; null if nothing is. */
  static @Nullable DamagedException damage(BlobStore blobs) throws IOException {
    try {
      read(blobs, KEY);
      return null;
    } catch (NoSuchFileException e) {
      return new DamagedException(KEY, "it is missing");
    } catch (DamagedException e) {
      return e;
    }
  }

  private static StoreHeader readCopy(BlobStore blobs, IOException problem) throws IOException {
    try {
      return read(blobs, COPY);
    } catch (NoSuchFileException | StoreException e) {
      problem.addSuppressed(e);
      throw problem;
    }
  }

  /** The version that a damaged header gives; -1 if it is none at all. */
  private static int version(BlobStore blobs) throws IOException {
    try {
      byte[] bytes = Blobs.readAll(blobs, KEY, LENGTH);
      if (bytes.length < Magic.LENGTH) {
        return -1;
      }
      Magic.check(KEY, bytes, 0, MAGIC);
      return LittleEndian.u16(bytes, 8);
    } catch (NoSuchFileException | DamagedException e) {
      return -1;
    }
  }

  /** Reads and checks one of the two. */
  static StoreHeader read(BlobStore blobs, String key) throws IOException {
    return decode(key, Blobs.readAll(blobs, key, LENGTH));
  }

  static void write(BlobStore blobs, StoreHeader header) throws IOException {
    Blobs.write(blobs, COPY, encode(header));
    Blobs.write(blobs, KEY, encode(header));
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

  static StoreHeader decode(String key, byte[] bytes) throws StoreException {
    if (bytes.length != LENGTH) {
      throw new DamagedException(key, "it has " + bytes.length + " bytes, not " + LENGTH);
    }
    boolean encrypted = LittleEndian.u16(bytes, 8) > VERSION_PLAIN;
    Magic.check(key, bytes, MAGIC, encrypted ? VERSION_ENCRYPTED : VERSION_PLAIN, CHECKSUM);
    try {
      StoreOptions options =
          new StoreOptions(
              LittleEndian.i32(bytes, 32),
              LittleEndian.i32(bytes, 36),
              LittleEndian.i64(bytes, 40),
              LittleEndian.i32(bytes, 48));
      return new StoreHeader(HexFormat.of().formatHex(bytes, 16, 32), options, encrypted);
    } catch (IllegalArgumentException e) {
      throw new DamagedException(key, String.valueOf(e.getMessage()));
    }
  }
}
