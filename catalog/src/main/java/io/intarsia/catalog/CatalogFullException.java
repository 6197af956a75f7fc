package io.intarsia.catalog;

import org.jspecify.annotations.Nullable;

/** The file system of the catalog has no room left. */
public final class CatalogFullException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogFullException(String file, @Nullable Throwable cause) {
    super(
        "no space left for "
            + file
            + ": remove versions that are no longer needed and run intarsia gc, which works on a"
            + " full disk",
        cause);
  }
}
