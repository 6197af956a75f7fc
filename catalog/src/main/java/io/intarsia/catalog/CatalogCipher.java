package io.intarsia.catalog;

/**
 * What hides from others what a catalog says. Sealing is deterministic: equal values in equal
 * contexts give equal results, by which a value is looked up, and others do not. Thread-safe.
 */
public interface CatalogCipher {
  /** Hides nothing, and finds damage by chance only. */
  static CatalogCipher none() {
    return PlainCatalog.INSTANCE;
  }

  /** Whether values stand in the catalog as they are. */
  boolean isPlain();

  /**
   * What stands in the catalog for a value.
   *
   * @param context the column, and where values are not looked up, the row
   */
  String seal(String context, String value);

  /**
   * The inverse of {@link #seal}.
   *
   * @throws IllegalArgumentException if that is not what {@code seal} gave in this context
   */
  String open(String context, String sealed);

  /** The checksum of a row. */
  long check(String line);
}
