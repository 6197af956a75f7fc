package io.intarsia.store.simulation;

import java.util.Map;
import java.util.TreeMap;

/** What was said to the users: which versions must be there, and which must not. */
final class Model {
  private final Map<Long, State> versions = new TreeMap<>();
  private long lastId;

  /** What may be expected of a version. */
  enum State {
    /** There or not there. */
    UNKNOWN,
    /** There. */
    ADDED,
    /** There or not there, and never there again once it was not. */
    BEING_REMOVED,
    /** Not there. */
    REMOVED
  }

  synchronized long begin() {
    versions.put(++lastId, State.UNKNOWN);
    return lastId;
  }

  synchronized void put(long id, State state) {
    // who removes what another is only about to acknowledge is right
    if (state != State.ADDED || versions.get(id) == State.UNKNOWN) {
      versions.put(id, state);
    }
  }

  synchronized void beginRemoval(long id) {
    if (versions.get(id) != State.REMOVED) {
      versions.put(id, State.BEING_REMOVED);
    }
  }

  synchronized Map<Long, State> versions() {
    return new TreeMap<>(versions);
  }
}
