package io.intarsia.store.simulation;

import java.io.IOException;

/** The process is dead: nothing that it does happens any more. */
final class KilledException extends IOException {
  private static final long serialVersionUID = 1;

  KilledException() {
    super("killed");
  }
}
