package io.intarsia.store.error;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something is wrong with a store; the message says what and what to do. */
public abstract class StoreException extends IOException {
  protected StoreException(String message) {
    super(message);
  }

  protected StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
