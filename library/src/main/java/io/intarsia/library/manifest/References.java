package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import org.jspecify.annotations.Nullable;

/** Bounded reading of reference numbers, and the check of an object's kind. */
final class References {
  private References() {}

  static Fingerprint chunk(BodyReader body, StoredObject object) throws InvalidObjectException {
    return object.chunkRefs().get(body.varintInt(object.chunkRefs().size() - 1));
  }

  static Fingerprint object(BodyReader body, StoredObject object) throws InvalidObjectException {
    return object.objectRefs().get(body.varintInt(object.objectRefs().size() - 1));
  }

  /** Writes a reference that may be absent. */
  static void writeOptional(
      BodyWriter body, ReferenceTable references, @Nullable Fingerprint object) {
    body.varint(object == null ? 0 : references.object(object) + 1L);
  }

  /** Reads what {@link #writeOptional} wrote. */
  static @Nullable Fingerprint optionalObject(BodyReader body, StoredObject object)
      throws InvalidObjectException {
    int number = body.varintInt(object.objectRefs().size());
    return number == 0 ? null : object.objectRefs().get(number - 1);
  }

  static BodyReader open(StoredObject object, char kind) throws InvalidObjectException {
    if (object.kind() != (byte) kind) {
      throw new InvalidObjectException(
          "its kind is '" + (char) object.kind() + "' where '" + kind + "' was expected");
    }
    return new BodyReader(object.body());
  }
}
