package io.intarsia.store.error;

/** A file was written by a newer Intarsia, in a version of its format that this one cannot read. */
public final class TooNewException extends StoreException {
  public TooNewException(String file, int found, int newestKnown) {
    super(
        file
            + " has format version "
            + found
            + ", newer than "
            + newestKnown
            + ", the newest that this Intarsia reads: use a newer Intarsia");
  }
}
