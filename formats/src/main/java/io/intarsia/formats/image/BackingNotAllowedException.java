package io.intarsia.formats.image;

import java.io.IOException;

/** An image asks for another file that the caller did not allow it to use. */
public final class BackingNotAllowedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /**
   * @param image description of the image that asks
   * @param name the name as the image stores it
   * @param file where that name leads to, seen from the caller
   */
  public BackingNotAllowedException(String image, String name, String file) {
    super(
        image
            + " asks for the file '"
            + name
            + "', which holds a part of its disk and was not allowed: pass --allow-backing "
            + file);
    this.name = name;
  }

  /** The name as the image stores it. */
  public String name() {
    return name;
  }
}
