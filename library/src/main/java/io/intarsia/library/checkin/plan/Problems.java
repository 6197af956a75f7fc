package io.intarsia.library.checkin.plan;

import org.jspecify.annotations.Nullable;

/** Counts what went wrong and keeps the first of it, for one line to people. */
public final class Problems {
  private int count;
  private @Nullable String first;

  /** Adds a problem; a null message counts as its class's name. */
  public void add(Exception problem) {
    add(problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage());
  }

  public void add(String problem) {
    count++;
    if (first == null) {
      first = problem;
    }
  }

  /** Adds what another has counted. */
  public void addAll(Problems others) {
    count += others.count;
    first = first == null ? others.first : first;
  }

  /** One line, or null when there was no problem. */
  public @Nullable String summary() {
    return count <= 1 ? first : first + " (and " + (count - 1) + " more problems)";
  }
}
