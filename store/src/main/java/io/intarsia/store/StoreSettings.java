package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import java.io.IOException;

/**
 * What may be changed as long as a store lives. What is stored already stays as it is.
 *
 * @param options sizes and level for what is written from now on; the chunk size is that of the
 *     store header
 * @param gc when and how thoroughly gc works
 */
public record StoreSettings(StoreOptions options, GcPolicy gc) {
  /**
   * The settings in force.
   *
   * @throws io.intarsia.store.error.DamagedException if their file is damaged
   */
  public static StoreSettings read(BlobStore blobs, StoreHeader header) throws IOException {
    return StoreSettingsFile.read(blobs, header);
  }

  /** Those that a store has as long as none were changed. */
  static StoreSettings first(StoreHeader header) {
    return new StoreSettings(header.options(), GcPolicy.DEFAULT);
  }
}
