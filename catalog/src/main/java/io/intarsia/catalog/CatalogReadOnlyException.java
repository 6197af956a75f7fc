package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/** The catalog was opened for reading, or lies where this process may not write. */
public final class CatalogReadOnlyException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogReadOnlyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
