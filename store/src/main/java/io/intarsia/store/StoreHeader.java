package io.intarsia.store;

/**
 * What the store header says. Specified in docs/formats/store.md.
 *
 * @param id random, given at creation; 32 hexadecimal digits
 * @param options what was chosen at creation
 */
public record StoreHeader(String id, StoreOptions options) {
  public int chunkSize() {
    return options.chunkSize();
  }

  public int frameSize() {
    return options.frameSize();
  }
}
