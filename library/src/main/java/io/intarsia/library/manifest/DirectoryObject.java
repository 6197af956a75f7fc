package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;

/** Reads directories, split or not. */
public final class DirectoryObject {
  private DirectoryObject() {}

  /** Takes entries in ascending order of their names' bytes. */
  @FunctionalInterface
  public interface EntryVisitor {
    void entry(DirectoryEntry entry) throws IOException;
  }

  /** Visits all entries of a directory. */
  public static void read(ObjectSource objects, Fingerprint directory, EntryVisitor visitor)
      throws IOException {
    StoredObject object = objects.get(directory);
    if (object.kind() != (byte) Kinds.DIRECTORY_SPLIT) {
      readPiece(object, visitor);
      return;
    }
    BodyReader body = References.open(object, Kinds.DIRECTORY_SPLIT);
    while (body.remaining() > 0) {
      readPiece(objects.get(References.object(body, object)), visitor);
    }
  }

  private static void readPiece(StoredObject object, EntryVisitor visitor) throws IOException {
    BodyReader body = References.open(object, Kinds.DIRECTORY);
    while (body.remaining() > 0) {
      visitor.entry(DirectoryEntry.read(body, object));
    }
  }
}
