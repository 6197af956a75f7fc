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

/** The bytes of the settings. Specified in docs/formats/store.md. */
final class StoreSettingsFile {
  static final String KEY = "settings";
  static final int LENGTH = 48;

  private static final String MAGIC = "INTSETT\n";
  private static final int VERSION = 1;
  private static final int FRAME_SIZE = 16;
  private static final int LEVEL = 20;
  private static final int PACK_SIZE = 24;
  private static final int REWRITE_BELOW = 32;
  private static final int SLACK = 34;
  private static final int AUTO = 36;
  private static final int CHECKSUM = 40;

  private StoreSettingsFile() {}

  /** The settings; as long as none were changed, those that the header was created with. */
  static StoreSettings read(BlobStore blobs, StoreHeader header) throws IOException {
    byte[] bytes;
    try {
      bytes = Blobs.readAll(blobs, KEY, LENGTH);
    } catch (NoSuchFileException e) {
      return StoreSettings.first(header);
    }
    return decode(bytes, header);
  }

  static byte[] encode(StoreSettings settings) {
    byte[] bytes = new byte[LENGTH];
    Magic.put(bytes, MAGIC, VERSION);
    StoreOptions options = settings.options();
    LittleEndian.put32(bytes, FRAME_SIZE, options.frameSize());
    LittleEndian.put32(bytes, LEVEL, options.compressionLevel());
    LittleEndian.put64(bytes, PACK_SIZE, options.packSize());
    LittleEndian.put16(bytes, REWRITE_BELOW, settings.gc().rewriteBelow());
    LittleEndian.put16(bytes, SLACK, settings.gc().slack());
    LittleEndian.put16(bytes, AUTO, settings.gc().auto());
    LittleEndian.put64(bytes, CHECKSUM, TwinCrc.of(bytes, 0, CHECKSUM));
    return bytes;
  }

  private static StoreSettings decode(byte[] bytes, StoreHeader header) throws StoreException {
    if (bytes.length != LENGTH) {
      throw damaged("it has " + bytes.length + " bytes, not " + LENGTH);
    }
    try {
      Magic.check(KEY, bytes, MAGIC, VERSION, CHECKSUM);
      StoreOptions options =
          new StoreOptions(
              header.chunkSize(),
              LittleEndian.i32(bytes, FRAME_SIZE),
              LittleEndian.i64(bytes, PACK_SIZE),
              LittleEndian.i32(bytes, LEVEL));
      GcPolicy gc =
          new GcPolicy(
              LittleEndian.u16(bytes, REWRITE_BELOW),
              LittleEndian.u16(bytes, SLACK),
              LittleEndian.u16(bytes, AUTO));
      return new StoreSettings(options, gc);
    } catch (DamagedException e) {
      throw damaged(e.what());
    } catch (IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private static DamagedException damaged(String what) {
    return new DamagedException(
        KEY, what + "; without the file, the store has the settings it was created with");
  }
}
