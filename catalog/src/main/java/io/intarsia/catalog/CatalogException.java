package io.intarsia.catalog;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The catalog could not be read or written: the disk, a permission, another process. The message
 * says what.
 */
public class CatalogException extends IOException {
  private static final long serialVersionUID = 1L;

  CatalogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
