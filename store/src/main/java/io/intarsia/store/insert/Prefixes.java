package io.intarsia.store.insert;

import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.List;

/** Reads what frames are compressed after. Thread-safe. */
@FunctionalInterface
public interface Prefixes {
  /**
   * A zero, then the bytes of chunks in order.
   *
   * @throws io.intarsia.store.error.StoreException if one of them cannot be read
   */
  byte[] prefix(List<Fingerprint> bases) throws IOException;
}
