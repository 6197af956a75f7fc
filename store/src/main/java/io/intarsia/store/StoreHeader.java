package io.intarsia.store;

import java.security.SecureRandom;
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
    byte[] id = new byte[ID_LENGTH];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  public int chunkSize() {
    return options.chunkSize();
  }

  public int frameSize() {
    return options.frameSize();
  }
}
