package io.intarsia.store.error;

/** A file is in a version of its format that this Intarsia no longer reads. */
public final class TooOldException extends StoreException {
  public TooOldException(String file, int found, int oldestKnown) {
    super(
        file
            + " has format version "
            + found
            + ", older than "
            + oldestKnown
            + ", the oldest that this Intarsia reads: use an older Intarsia");
  }
}
