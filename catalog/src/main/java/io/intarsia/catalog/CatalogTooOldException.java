package io.intarsia.catalog;

/**
 * The catalog was written by an older Intarsia, or has no content yet, and opening it only for
 * reading does not change that.
 */
public final class CatalogTooOldException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogTooOldException(String message) {
    super(message, null);
  }
}
