package io.intarsia.store.error;

import java.io.IOException;

/** The file system of the store has no room left (disk or quota). */
public final class StoreFullException extends StoreException {
  public StoreFullException(String file, IOException cause) {
    super(
        "no space left for "
            + file
            + ": remove versions that are no longer needed and run intarsia gc, which works on a"
            + " full disk",
        cause);
  }
}
