package io.intarsia.library.error;

/** A version cannot be read in full because the store is damaged. */
public final class DamagedVersionException extends LibraryException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is damaged and which version that touches.
   *
   * @param version {@code NAME@V}
   * @param cause names file, frame and chunk
   */
  public DamagedVersionException(String version, Exception cause) {
    super(
        version
            + " cannot be read in full: "
            + cause.getMessage()
            + "; 'intarsia verify' lists all that is damaged",
        cause);
  }
}
