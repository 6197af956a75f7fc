package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The catalog's bytes are not what was written. Nothing is lost: it can be rebuilt from the
 * records.
 */
public final class CatalogDamagedException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogDamagedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
