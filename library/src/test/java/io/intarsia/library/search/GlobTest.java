package io.intarsia.library.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.fixture.Seeded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  private static boolean matches(String pattern, String text) {
    return new Glob(bytes(pattern)).matches(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "*.conf, a.conf, true",
    "*.conf, .conf, true",
    "*.conf, a.conf.d, false",
    "/etc/*, /etc/a/b, true",
    "?, ab, false",
    "[a-c]x, bx, true",
    "[!a-c]x, bx, false",
    "[^a-c]x, dx, true",
    "[]]x, ]x, true",
    "[!]]x, ax, true",
    "[a-]x, -x, true",
    "[c-a]x, bx, false",
    "[ab, [ab, true",
    "\\*, *, true",
    "\\*, a, false",
    "a\\, a\\, true",
    "**a**, bab, true",
    "'', '', true",
    "*, '', true",
    "?, '\u00ff', true",
  })
  void examples(String pattern, String text, boolean expected) {
    assertThat(matches(pattern, text)).isEqualTo(expected);
  }

  @Test
  void saysWhatASlowMatcherSays() {
    Random random = Seeded.random();
    int hits = 0;
    for (int round = 0; round < 300_000; round++) {
      String pattern = text(random, "ab*?[]!-\\^", 8);
      String text = text(random, "ab[]-*", 7);
      boolean expected = slow(pattern, 0, text, 0);
      assertThat(matches(pattern, text)).as(pattern + " : " + text).isEqualTo(expected);
      hits += expected ? 1 : 0;
    }
    assertThat(hits).isGreaterThan(1000);
  }

  private static String text(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** By definition: tries every length for each star. */
  private static boolean slow(String p, int i, String t, int j) {
    if (i == p.length()) {
      return j == t.length();
    }
    char c = p.charAt(i);
    if (c == '*') {
      return slow(p, i + 1, t, j) || (j < t.length() && slow(p, i, t, j + 1));
    }
    if (j == t.length()) {
      return false;
    }
    if (c == '?') {
      return slow(p, i + 1, t, j + 1);
    }
    if (c == '\\' && i + 1 < p.length()) {
      return p.charAt(i + 1) == t.charAt(j) && slow(p, i + 2, t, j + 1);
    }
    int close = c == '[' ? closing(p, i) : -1;
    if (close >= 0) {
      return inSet(p.substring(i + 1, close), t.charAt(j)) && slow(p, close + 1, t, j + 1);
    }
    return c == t.charAt(j) && slow(p, i + 1, t, j + 1);
  }

  /**
   * Where a set ends: at the first bracket that is not its first character. A range may hold one.
   */
  private static int closing(String p, int open) {
    int first = open + 1;
    first += first < p.length() && "!^".indexOf(p.charAt(first)) >= 0 ? 1 : 0;
    return p.indexOf(']', first + 1);
  }

  private static boolean inSet(String set, char c) {
    boolean negated = "!^".indexOf(set.charAt(0)) >= 0 && set.length() > 1;
    String members = negated ? set.substring(1) : set;
    boolean found = false;
    int i = 0;
    while (i < members.length()) {
      boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
      char high = members.charAt(range ? i + 2 : i);
      found |= members.charAt(i) <= c && c <= high;
      i += range ? 3 : 1;
    }
    return found != negated;
  }

  @Test
  void hostilePatternsTakeNoLongTime() {
    String pattern = "*a".repeat(300) + "b";
    String text = "a".repeat(4000);
    // Backtracking would take years; a machine may stand still for a minute.
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(5), () -> assertThat(matches(pattern, text)).isFalse());
  }
}
