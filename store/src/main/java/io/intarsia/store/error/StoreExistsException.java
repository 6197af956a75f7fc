package io.intarsia.store.error;

import java.nio.file.Path;

/** A store cannot be created where one is, or where other files are. */
public final class StoreExistsException extends StoreException {
  public StoreExistsException(Path directory) {
    super(directory + " already holds a store or other files: choose an empty directory");
  }
}
