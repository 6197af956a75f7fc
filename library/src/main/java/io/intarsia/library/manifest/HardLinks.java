package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of a file system's hard links: groups of paths that are one file. Stored in pieces of a
 * few megabytes.
 */
public final class HardLinks {
  private static final int PIECE_BYTES = 4 << 20;
  private static final int MAX_PATH_BYTES = 1 << 24;

  private HardLinks() {}

  /** Stores groups, each of two or more absolute paths, and returns the pieces. */
  public static List<Fingerprint> write(ObjectSink sink, Iterable<List<byte[]>> groups)
      throws IOException {
    List<Fingerprint> pieces = new ArrayList<>();
    BodyWriter body = new BodyWriter();
    for (List<byte[]> group : groups) {
      body.varint(group.size());
      group.forEach(body::bytes);
      if (body.length() >= PIECE_BYTES) {
        pieces.add(put(sink, body));
        body = new BodyWriter();
      }
    }
    if (body.length() > 0) {
      pieces.add(put(sink, body));
    }
    return pieces;
  }

  private static Fingerprint put(ObjectSink sink, BodyWriter body) throws IOException {
    return sink.put(StoredObject.of(Kinds.HARD_LINKS, new ReferenceTable(), body.toByteArray()));
  }

  /** Takes the paths of one group. */
  @FunctionalInterface
  public interface GroupVisitor {
    void group(List<byte[]> paths) throws IOException;
  }

  /** Visits all groups of a table. */
  public static void read(ObjectSource objects, List<Fingerprint> pieces, GroupVisitor visitor)
      throws IOException {
    for (Fingerprint piece : pieces) {
      BodyReader body = References.open(objects.get(piece), Kinds.HARD_LINKS);
      while (body.remaining() > 0) {
        int count = body.count(Integer.MAX_VALUE, 1);
        List<byte[]> paths = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          paths.add(body.bytes(MAX_PATH_BYTES));
        }
        visitor.group(paths);
      }
    }
  }
}
