package io.intarsia.store.simulation;

import java.io.IOException;

/** An input/output error that the simulation made. */
final class InjectedException extends IOException {
  private static final long serialVersionUID = 1;

  InjectedException(String operation, String file) {
    super("Input/output error (injected): " + operation + " " + file);
  }
}
