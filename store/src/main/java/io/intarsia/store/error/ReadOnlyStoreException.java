package io.intarsia.store.error;

import java.nio.file.Path;

/** The store lies where this process may not write. */
public final class ReadOnlyStoreException extends StoreException {
  public ReadOnlyStoreException(Path store) {
    super(
        "the store "
            + store
            + " can only be read here: its directory is not writable, or lies on a read-only file"
            + " system");
  }
}
