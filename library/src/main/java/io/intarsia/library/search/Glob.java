package io.intarsia.library.search;

/**
 * Shell patterns over bytes: {@code *} any run, {@code ?} any byte, {@code [a-z]} and {@code
 * [!a-z]} sets, a backslash before what is meant as it is. A star also matches slashes. Time is
 * bounded by the product of both lengths.
 */
final class Glob {
  private final byte[] pattern;

  Glob(byte[] pattern) {
    this.pattern = pattern;
  }

  /** Whether the pattern speaks of whole paths: it holds a slash. */
  boolean isOfPaths() {
    for (byte b : pattern) {
      if (b == '/') {
        return true;
      }
    }
    return false;
  }

  boolean matches(byte[] text) {
    int p = 0;
    int t = 0;
    int starPattern = -1;
    int starText = 0;
    while (t < text.length) {
      int next = p < pattern.length && pattern[p] != '*' ? matchOne(p, text[t]) : -1;
      if (p < pattern.length && pattern[p] == '*') {
        starPattern = ++p;
        starText = t;
      } else if (next >= 0) {
        p = next;
        t++;
      } else if (starPattern >= 0) {
        p = starPattern;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  /** Position after the pattern's element at {@code p} when it matches the byte, else -1. */
  private int matchOne(int p, byte b) {
    return switch (pattern[p]) {
      case '?' -> p + 1;
      case '[' -> matchSet(p, b);
      case '\\' -> {
        int literal = p + 1 < pattern.length ? p + 1 : p;
        yield pattern[literal] == b ? literal + 1 : -1;
      }
      default -> pattern[p] == b ? p + 1 : -1;
    };
  }

  private int matchSet(int p, byte b) {
    int at = p + 1;
    boolean negated = at < pattern.length && (pattern[at] == '!' || pattern[at] == '^');
    at += negated ? 1 : 0;
    int first = at;
    boolean found = false;
    int value = b & 0xff;
    while (at < pattern.length && (pattern[at] != ']' || at == first)) {
      int low = pattern[at] & 0xff;
      int high = low;
      if (at + 2 < pattern.length && pattern[at + 1] == '-' && pattern[at + 2] != ']') {
        high = pattern[at + 2] & 0xff;
        at += 2;
      }
      found |= low <= value && value <= high;
      at++;
    }
    if (at >= pattern.length) {
      return b == '[' ? p + 1 : -1;
    }
    return found != negated ? at + 1 : -1;
  }
}
