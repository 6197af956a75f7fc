package io.intarsia.library.error;

/** There is no such image or version, or no more. */
public final class NoSuchVersionException extends LibraryException {
  private static final long serialVersionUID = 1L;

  public NoSuchVersionException(String message) {
    super(message);
  }
}
