package io.intarsia.store.simulation;

import org.jspecify.annotations.Nullable;

/** What takes turns with others: a thread that runs one simulated process after the other. */
final class Actor {
  private final int number;

  /** Guarded by the world. */
  @Nullable Node waitingFor;

  /** Guarded by the world. */
  boolean isDone;

  Actor(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
