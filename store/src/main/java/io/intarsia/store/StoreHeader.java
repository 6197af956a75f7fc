package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.session.RandomId;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the store header says. Specified in docs/formats/store.md.
 *
 * @param id random, given at creation; 32 hexadecimal digits
 * @param options what was chosen at creation
 * @param isEncrypted whether the other files are encrypted
 */
public record StoreHeader(String id, StoreOptions options, boolean isEncrypted) {
  private static final int ID_LENGTH = 16;

  /** The header of a store that is not encrypted. */
  public StoreHeader(String id, StoreOptions options) {
    this(id, options, false);
  }

  /** The id in the header of a store; null where the header is missing or damaged. */
  public static byte @Nullable [] storedId(BlobStore raw) throws IOException {
    try {
      return StoreHeaderFile.read(raw).idBytes();
    } catch (NoSuchFileException | StoreException e) {
      return null;
    }
  }

  /** The id as bytes. */
  byte[] idBytes() {
    return HexFormat.of().parseHex(id);
  }

  static String randomId() {
    return HexFormat.of().formatHex(RandomId.bytes(FileSystems.getDefault(), ID_LENGTH));
  }

  public int chunkSize() {
    return options.chunkSize();
  }

  public int frameSize() {
    return options.frameSize();
  }
}
