package io.intarsia.store.crypt;

import io.intarsia.store.error.KeyException;
import java.io.IOException;

/** Where the key of a store comes from; asked only where a store is encrypted. */
@FunctionalInterface
public interface KeySource {
  /** For stores that are not encrypted. */
  KeySource NONE =
      () -> {
        throw new KeyException("the store is encrypted, and no key was given");
      };

  /**
   * Asks for the key.
   *
   * @throws KeyException if there is none
   */
  Secret secret() throws IOException;
}
