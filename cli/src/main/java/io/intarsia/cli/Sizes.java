package io.intarsia.cli;

import picocli.CommandLine.TypeConversionException;

/** Sizes for people: IEC units. */
final class Sizes {
  private static final String UNITS = "KMGTPE";

  private Sizes() {}

  /** Such as {@code 0 B}, {@code 1.5 KiB}, {@code 560 MiB}: three digits at most after rounding. */
  static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    // One digit after the point below 10, none from there.
    long tenths = Math.round(value * 10);
    String number =
        tenths < 100 ? tenths / 10 + "." + tenths % 10 : Long.toString(Math.round(value));
    return number + " " + UNITS.charAt(unit) + "iB";
  }

  /**
   * Reads {@code 65536}, {@code 64K} or {@code 64KiB}.
   *
   * @throws TypeConversionException if it is no size
   */
  static int parse(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    long factor =
        switch (text.substring(end)) {
          case "", "B" -> 1;
          case "K", "KiB" -> 1 << 10;
          case "M", "MiB" -> 1 << 20;
          default -> throw refusal(text);
        };
    try {
      return Math.toIntExact(Math.multiplyExact(Long.parseLong(text.substring(0, end)), factor));
    } catch (NumberFormatException | ArithmeticException e) {
      throw refusal(text);
    }
  }

  private static TypeConversionException refusal(String text) {
    return new TypeConversionException("'" + text + "' is no size; write it as 64KiB");
  }
}
