package io.intarsia.store;

import io.intarsia.store.session.RandomId;
import java.nio.file.FileSystems;
import java.util.HexFormat;

/**
 * What the store header says. Specified in docs/formats/store.md.
 *
 * @param id random, given at creation; 32 hexadecimal digits
 * @param options what was chosen at creation
 */
public record StoreHeader(String id, StoreOptions options) {
  private static final int ID_LENGTH = 16;

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
