package io.intarsia.formats.filesystem.iso9660;

import java.time.LocalDate;

/** The two forms of a time. */
final class IsoTime {
  private static final int MINUTES_PER_ZONE = 15;
  private static final int MAX_ZONE = 52;

  private IsoTime() {}

  /**
   * Seven bytes: year since 1900, month, day, hour, minute, second, offset from Greenwich in
   * quarters of an hour. What is no date is taken as far as it goes.
   */
  static long ofShort(byte[] bytes, int at) {
    return seconds(
        1900 + (bytes[at] & 0xFF),
        bytes[at + 1],
        bytes[at + 2],
        bytes[at + 3] * 3600 + bytes[at + 4] * 60 + bytes[at + 5],
        bytes[at + 6]);
  }

  /** Sixteen digits, of which the last two are hundredths, and the offset. */
  static long ofLong(byte[] bytes, int at) {
    int year = number(bytes, at, 4);
    int time =
        number(bytes, at + 8, 2) * 3600
            + number(bytes, at + 10, 2) * 60
            + number(bytes, at + 12, 2);
    return seconds(year, number(bytes, at + 4, 2), number(bytes, at + 6, 2), time, bytes[at + 16]);
  }

  /** Hundredths of a second of the long form, in nanoseconds. */
  static int nanosOfLong(byte[] bytes, int at) {
    return Math.clamp(number(bytes, at + 14, 2), 0, 99) * 10_000_000;
  }

  private static int number(byte[] bytes, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      value = value * 10 + Math.clamp(bytes[i] - '0', 0, 9);
    }
    return value;
  }

  private static long seconds(int year, int month, int day, int time, int zone) {
    long days = LocalDate.of(year, Math.clamp(month, 1, 12), 1).toEpochDay() + Math.max(1, day) - 1;
    int offset = zone >= -MAX_ZONE && zone <= MAX_ZONE ? zone * MINUTES_PER_ZONE * 60 : 0;
    return days * 86_400L + time - offset;
  }
}
