package io.intarsia.cli;

/** Durations for people. */
final class Durations {
  private static final double TENTHS = 10.0;

  private Durations() {}

  /** {@code 1.4 s}. */
  static String text(double seconds) {
    return Math.round(seconds * TENTHS) / TENTHS + " s";
  }
}
