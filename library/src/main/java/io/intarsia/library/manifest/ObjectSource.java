package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;

/** Where objects come from. */
@FunctionalInterface
public interface ObjectSource {
  StoredObject get(Fingerprint fingerprint) throws IOException;
}
