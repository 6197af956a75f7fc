package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/** A record was to be applied whose predecessor was not. */
public final class CatalogOrderException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogOrderException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
