package io.intarsia.formats.partition.lvm;

import io.intarsia.formats.MalformedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A section of the text: values and sections by name, in order. */
final class Section {
  /** A value of the text. */
  sealed interface Value {
    record Amount(long value) implements Value {}

    record Text(String value) implements Value {}

    record Array(List<Value> values) implements Value {}

    record Nested(Section section) implements Value {}
  }

  private final String where;
  private final Map<String, Value> values = new LinkedHashMap<>();

  /**
   * @param where names it in errors
   */
  Section(String where) {
    this.where = where;
  }

  void put(String name, Value value) {
    values.putIfAbsent(name, value);
  }

  Set<String> names() {
    return values.keySet();
  }

  boolean isSection(String name) {
    return values.get(name) instanceof Value.Nested;
  }

  Section section(String name) throws MalformedException {
    if (values.get(name) instanceof Value.Nested(Section section)) {
      return section;
    }
    throw missing("section", name);
  }

  /** A number from 0 to the largest int, or to the given bound. */
  long number(String name, long max) throws MalformedException {
    if (values.get(name) instanceof Value.Amount(long number) && number >= 0 && number <= max) {
      return number;
    }
    throw missing("sound number", name);
  }

  String text(String name) throws MalformedException {
    if (values.get(name) instanceof Value.Text(String text)) {
      return text;
    }
    throw missing("text", name);
  }

  List<Value> array(String name) throws MalformedException {
    if (values.get(name) instanceof Value.Array(List<Value> array)) {
      return array;
    }
    throw missing("list", name);
  }

  private MalformedException missing(String what, String name) {
    return new MalformedException(where, "LVM's text has no " + what + " '" + name + "'");
  }
}
