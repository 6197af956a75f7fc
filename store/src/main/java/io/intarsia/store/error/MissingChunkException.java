package io.intarsia.store.error;

import io.intarsia.store.chunk.Fingerprint;

/** A chunk or an object is not in the store. */
public final class MissingChunkException extends StoreException {
  private final Fingerprint fingerprint;

  public MissingChunkException(Fingerprint fingerprint) {
    super("the store has no chunk or object " + fingerprint + ": run intarsia verify");
    this.fingerprint = fingerprint;
  }

  public Fingerprint fingerprint() {
    return fingerprint;
  }
}
