package io.intarsia.formats;

import java.io.IOException;

/** A structure on a disk or in an image file contradicts its specification. */
public final class MalformedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param where description of the source that was read
   * @param what the structure and what is wrong with it, for people
   */
  public MalformedException(String where, String what) {
    super(where + ": " + what);
  }
}
