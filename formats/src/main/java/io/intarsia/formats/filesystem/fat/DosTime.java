package io.intarsia.formats.filesystem.fat;

import java.time.LocalDate;

/** Dates and times as DOS writes them, of which exFAT has the same two fields. */
public final class DosTime {
  private static final int FIRST_YEAR = 1980;
  private static final int MONTHS = 12;
  private static final long SECONDS_PER_DAY = 86_400;

  private DosTime() {}

  /**
   * Seconds since 1970-01-01T00:00:00 by the clock that wrote them. What is no date or time is
   * taken as far as it goes, as Linux does: a date of zero is 1980-01-01.
   *
   * @param date years since 1980, month, day: 7, 4 and 5 bits
   * @param time hour, minute, half of the second: 5, 6 and 5 bits
   */
  public static long seconds(int date, int time) {
    int month = Math.clamp((date >> 5) & 0xF, 1, MONTHS);
    int day = Math.max(1, date & 0x1F);
    long days = LocalDate.of(FIRST_YEAR + (date >> 9), month, 1).toEpochDay() + day - 1;
    int seconds = (time >> 11) * 3600 + ((time >> 5) & 0x3F) * 60 + (time & 0x1F) * 2;
    return days * SECONDS_PER_DAY + seconds;
  }
}
