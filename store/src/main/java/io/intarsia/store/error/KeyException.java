package io.intarsia.store.error;

import org.jspecify.annotations.Nullable;

/**
 * The keys of an encrypted store do not let in: none was given, it is a wrong one, and the like.
 */
public final class KeyException extends StoreException {
  public KeyException(String message) {
    super(message);
  }

  public KeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
