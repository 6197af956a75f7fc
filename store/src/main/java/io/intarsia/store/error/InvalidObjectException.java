package io.intarsia.store.error;

/** The bytes of an object, or of its body, do not follow their format. */
public final class InvalidObjectException extends StoreException {
  public InvalidObjectException(String what) {
    super("invalid object: " + what);
  }
}
