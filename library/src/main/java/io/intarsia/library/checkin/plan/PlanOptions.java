package io.intarsia.library.checkin.plan;

import java.util.Set;

/**
 * How to plan.
 *
 * @param index whether to look for file systems at all
 * @param dropFreeSpace whether blocks that nobody uses become zeros
 * @param dropJunk what else becomes zeros
 */
public record PlanOptions(boolean index, boolean dropFreeSpace, Set<Junk> dropJunk) {
  public PlanOptions {
    dropJunk = Set.copyOf(dropJunk);
  }

  /** Looks for file systems and drops nothing. */
  public static PlanOptions exact() {
    return new PlanOptions(true, false, Set.of());
  }

  boolean drops() {
    return dropFreeSpace || !dropJunk.isEmpty();
  }
}
