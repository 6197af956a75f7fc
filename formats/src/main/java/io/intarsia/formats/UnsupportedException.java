package io.intarsia.formats;

import java.io.IOException;

/**
 * A structure is well formed but uses a feature that this reader does not know; the message names
 * the feature.
 */
public final class UnsupportedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param where description of the source that was read
   * @param feature the feature by its name in the specification, or its bit number
   */
  public UnsupportedException(String where, String feature) {
    super(where + ": " + feature);
  }
}
