package io.intarsia.store.simulation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of names: one created, deleted or renamed.
 *
 * @param removed a name that went
 * @param added a name that came
 * @param node what has the added name
 */
record Change(@Nullable String removed, @Nullable String added, @Nullable Node node) {
  void apply(Map<String, Node> names) {
    if (removed != null) {
      names.remove(removed);
    }
    if (added != null && node != null) {
      names.put(added, node);
    }
  }

  boolean isIn(String directory) {
    return isIn(removed, directory) || isIn(added, directory);
  }

  private static boolean isIn(@Nullable String name, String directory) {
    return name != null && Disk.parent(name).equals(directory);
  }

  /** Whether this cannot remain without the earlier one. */
  boolean dependsOn(Change earlier) {
    return earlier.names(removed) || earlier.names(added);
  }

  private boolean names(@Nullable String name) {
    return name != null && (name.equals(removed) || name.equals(added));
  }
}
