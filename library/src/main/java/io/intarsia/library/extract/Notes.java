package io.intarsia.library.extract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could not be kept, one sentence for each kind, however many files it touches. */
final class Notes {
  private static final int MAX_PATH_CHARACTERS = 200;

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private long missing;

  private static final class Kind {
    private final String first;
    private long count;

    Kind(String first) {
      this.first = first;
    }
  }

  /** Makes the path of a file; asked for the first of a kind only. */
  @FunctionalInterface
  interface PathText {
    String text();
  }

  /**
   * Counts a file.
   *
   * @param what was not kept, as the beginning of a sentence; one of few, whatever the disk holds
   */
  void add(String what, PathText path) {
    kinds.computeIfAbsent(what, _ -> new Kind(shortened(path.text()))).count++;
  }

  /** Counts a file or directory that should be there and is not. */
  void addMissing(String what, PathText path) {
    missing++;
    add(what, path);
  }

  /** All that is missing, of whatever kind. */
  long missing() {
    return missing;
  }

  /** In the order in which the kinds were met. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>(kinds.size());
    kinds.forEach((what, kind) ->
        sentences.add(
            kind.count == 1
                ? what + ": " + kind.first
                : what + ": " + kind.count + " files, the first is " + kind.first));
    return sentences;
  }

  private static String shortened(String path) {
    return path.length() <= MAX_PATH_CHARACTERS
        ? path
        : "..." + path.substring(path.length() - MAX_PATH_CHARACTERS);
  }
}
