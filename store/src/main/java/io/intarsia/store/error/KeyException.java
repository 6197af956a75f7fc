package io.intarsia.store.error;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an encrypted store do not let in: none was given, it is a wrong one, it was removed,
 * and the like. No {@link StoreException}: nothing is wrong with the store, and who goes on without
 * a file that is damaged must not go on without one that only this key does not open.
 */
public final class KeyException extends IOException {
  private static final long serialVersionUID = 1;

  public KeyException(String message) {
    super(message);
  }

  public KeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
