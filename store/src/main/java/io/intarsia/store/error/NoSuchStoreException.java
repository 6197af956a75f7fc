package io.intarsia.store.error;

import java.nio.file.Path;

/** There is no store in a directory. */
public final class NoSuchStoreException extends StoreException {
  public NoSuchStoreException(Path directory) {
    super("there is no store in " + directory + ": intarsia init creates one");
  }
}
