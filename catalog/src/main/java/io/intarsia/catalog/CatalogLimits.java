package io.intarsia.catalog;

/** Limits that hold for whatever goes into the catalog. */
final class CatalogLimits {
  /** Length of a SHA-256, and of every fingerprint. */
  static final int FINGERPRINT_BYTES = 32;

  private CatalogLimits() {}

  static void requireFingerprint(byte[] fingerprint) {
    if (fingerprint.length != FINGERPRINT_BYTES) {
      throw new IllegalArgumentException(
          "a fingerprint has " + FINGERPRINT_BYTES + " bytes, not " + fingerprint.length);
    }
  }
}
