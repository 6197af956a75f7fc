package io.intarsia.catalog;

/**
 * Numbers that would tell much about an image. In a sealed catalog they stand behind a text of
 * their row, separated by tabs, and their own columns hold 0.
 */
final class HiddenNumbers {
  private HiddenNumbers() {}

  static String join(String text, long... numbers) {
    StringBuilder joined = new StringBuilder(text);
    for (long number : numbers) {
      joined.append('\t').append(number);
    }
    return joined.toString();
  }

  /**
   * The numbers behind a text.
   *
   * @throws IllegalArgumentException if there are not {@code count}
   */
  static long[] numbers(String joined, int count) {
    long[] numbers = new long[count];
    int end = joined.length();
    for (int i = count - 1; i >= 0; i--) {
      int tab = tabBefore(joined, end);
      numbers[i] = Long.parseLong(joined, tab + 1, end, 10);
      end = tab;
    }
    return numbers;
  }

  /** The text before them. */
  static String text(String joined, int count) {
    int end = joined.length();
    for (int i = 0; i < count; i++) {
      end = tabBefore(joined, end);
    }
    return joined.substring(0, end);
  }

  private static int tabBefore(String joined, int end) {
    int tab = joined.lastIndexOf('\t', end - 1);
    if (tab < 0) {
      throw new IllegalArgumentException("a number is missing");
    }
    return tab;
  }
}
