package io.intarsia.formats.partition.lvm;

import io.intarsia.formats.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses LVM's text: {@code name { ... }} and {@code name = value}, where a value is a number, a
 * text in quotes, or a list in brackets; {@code #} begins a comment.
 */
final class TextParser {
  private final String where;
  private final String text;
  private int at;
  private int values;

  private TextParser(String where, String text) {
    this.where = where;
    this.text = text;
  }

  /**
   * Parses a text.
   *
   * @param where begins the message of errors
   */
  static Section parse(String where, String text) throws MalformedException {
    return new TextParser(where, text).section(where, 0);
  }

  private Section section(String name, int depth) throws MalformedException {
    Section section = new Section(name);
    while (true) {
      skipBlanks();
      if (at == text.length()) {
        if (depth > 0) {
          throw wrong("ends within a section");
        }
        return section;
      }
      if (text.charAt(at) == '}') {
        if (depth == 0) {
          throw wrong("has a brace too many");
        }
        at++;
        return section;
      }
      entry(section, depth);
    }
  }

  private void entry(Section section, int depth) throws MalformedException {
    if (++values > LvmLayout.MAX_TEXT_VALUES || depth > LvmLayout.MAX_TEXT_DEPTH) {
      throw wrong("has too many values");
    }
    String name = name();
    skipBlanks();
    char sign = next();
    if (sign == '{') {
      section.put(name, new Section.Value.Nested(section(where, depth + 1)));
    } else if (sign == '=') {
      skipBlanks();
      section.put(name, value(0));
    } else {
      throw wrong("has '" + sign + "' after a name");
    }
  }

  private String name() throws MalformedException {
    int start = at;
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw wrong("has no name where one is due");
    }
    return text.substring(start, at);
  }

  private static boolean isName(char c) {
    return c > ' ' && c < 0x7F && "{}[]=#\",".indexOf(c) < 0;
  }

  private Section.Value value(int depth) throws MalformedException {
    if (++values > LvmLayout.MAX_TEXT_VALUES || depth > LvmLayout.MAX_TEXT_DEPTH) {
      throw wrong("has too many values");
    }
    char first = next();
    if (first == '"') {
      return new Section.Value.Text(quoted());
    }
    if (first == '[') {
      return array(depth);
    }
    int start = at - 1;
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    return number(text.substring(start, at));
  }

  /** A number with a fraction is none that anything here asks for; it stands as a text. */
  private static Section.Value number(String digits) {
    try {
      return new Section.Value.Amount(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      return new Section.Value.Text(digits);
    }
  }

  private Section.Value array(int depth) throws MalformedException {
    List<Section.Value> array = new ArrayList<>();
    while (true) {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == ']') {
        at++;
        return new Section.Value.Array(array);
      }
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
        continue;
      }
      array.add(value(depth + 1));
    }
  }

  private String quoted() throws MalformedException {
    StringBuilder quoted = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      quoted.append(c == '\\' ? next() : c);
    }
    return quoted.toString();
  }

  private char next() throws MalformedException {
    if (at == text.length()) {
      throw wrong("ends early");
    }
    return text.charAt(at++);
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c <= ' ') {
        at++;
      } else {
        return;
      }
    }
  }

  private MalformedException wrong(String what) {
    return new MalformedException(where, "LVM's text " + what);
  }
}
