package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.StoredObject;

/** Bounded reading of reference numbers, and the check of an object's kind. */
final class References {
  private References() {}

  static Fingerprint chunk(BodyReader body, StoredObject object) throws InvalidObjectException {
    return object.chunkRefs().get(body.varintInt(object.chunkRefs().size() - 1));
  }

  static Fingerprint object(BodyReader body, StoredObject object) throws InvalidObjectException {
    return object.objectRefs().get(body.varintInt(object.objectRefs().size() - 1));
  }

  static BodyReader open(StoredObject object, char kind) throws InvalidObjectException {
    if (object.kind() != (byte) kind) {
      throw new InvalidObjectException(
          "its kind is '" + (char) object.kind() + "' where '" + kind + "' was expected");
    }
    return new BodyReader(object.body());
  }
}
