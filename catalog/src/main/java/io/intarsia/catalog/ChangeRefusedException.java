package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A change contradicts what the catalog holds: a name that is taken, a version that is not there.
 * The catalog is as before.
 */
public final class ChangeRefusedException extends CatalogException {
  private static final long serialVersionUID = 1L;

  ChangeRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
