package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;

/** Where finished objects go. */
@FunctionalInterface
public interface ObjectSink {
  /** Stores an object unless it is there, and returns its fingerprint. */
  Fingerprint put(StoredObject object) throws IOException;
}
