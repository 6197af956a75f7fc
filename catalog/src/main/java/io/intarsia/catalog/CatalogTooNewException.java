package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/** The catalog was written by a newer Intarsia. */
public final class CatalogTooNewException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogTooNewException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
