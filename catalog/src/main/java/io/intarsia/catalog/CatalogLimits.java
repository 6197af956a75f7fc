package io.intarsia.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Limits that hold for whatever goes into the catalog. */
final class CatalogLimits {
  /** Length of a SHA-256, and of every fingerprint. */
  static final int FINGERPRINT_BYTES = 32;

  /** 0000-01-01T00:00:00Z and 9999-12-31T23:59:59.999Z: what RFC 3339 can write. */
  static final long FIRST_MILLIS = -62_167_219_200_000L;

  static final long LAST_MILLIS = 253_402_300_799_999L;

  private static final Instant FIRST = Instant.ofEpochMilli(FIRST_MILLIS);
  private static final Instant LAST = Instant.ofEpochMilli(LAST_MILLIS);

  private CatalogLimits() {}

  static void requireFingerprint(byte[] fingerprint) {
    if (fingerprint.length != FINGERPRINT_BYTES) {
      throw new IllegalArgumentException(
          "a fingerprint has " + FINGERPRINT_BYTES + " bytes, not " + fingerprint.length);
    }
  }

  /** The time in whole milliseconds. */
  static Instant requireTime(Instant time) {
    Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
    if (whole.isBefore(FIRST) || whole.isAfter(LAST)) {
      throw new IllegalArgumentException("a time lies outside the years 0 to 9999: " + time);
    }
    return whole;
  }
}
