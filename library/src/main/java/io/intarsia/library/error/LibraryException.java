package io.intarsia.library.error;

import java.io.IOException;

/**
 * Something asked for cannot be done; the message is one line for people that says what and what to
 * do.
 */
public class LibraryException extends IOException {
  private static final long serialVersionUID = 1L;

  public LibraryException(String message) {
    super(message);
  }

  public LibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
