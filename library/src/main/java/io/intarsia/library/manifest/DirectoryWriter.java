package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes one directory's object from its entries, which come sorted by name. A large one is split
 * where names say so, so that a change in one place leaves the other pieces what they were.
 */
public final class DirectoryWriter {
  private static final int MIN_SPLIT_ENTRIES = 512;
  private static final int MAX_SPLIT_ENTRIES = 4096;
  private static final int SPLIT_MASK = 0x3FF;
  private static final int MAX_BODY_BYTES = 4 << 20;

  private final ObjectSink sink;
  private final List<Fingerprint> pieces = new ArrayList<>();
  private BodyWriter body = new BodyWriter();
  private ReferenceTable references = new ReferenceTable();
  private int entries;

  public DirectoryWriter(ObjectSink sink) {
    this.sink = sink;
  }

  public void add(DirectoryEntry entry) throws IOException {
    entry.write(body, references);
    entries++;
    boolean natural = entries >= MIN_SPLIT_ENTRIES && (hash(entry.name()) & SPLIT_MASK) == 0;
    if (natural || entries >= MAX_SPLIT_ENTRIES || body.length() >= MAX_BODY_BYTES) {
      endPiece();
    }
  }

  /** Bytes of the entries that are kept until they make an object. */
  public int unfinishedBytes() {
    return body.length();
  }

  /** Ends the directory and returns its fingerprint. */
  public Fingerprint finish() throws IOException {
    if (entries > 0 || pieces.isEmpty()) {
      endPiece();
    }
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    BodyWriter splitBody = new BodyWriter();
    ReferenceTable splitReferences = new ReferenceTable();
    for (Fingerprint piece : pieces) {
      splitBody.varint(splitReferences.object(piece));
    }
    return sink.put(
        StoredObject.of(Kinds.DIRECTORY_SPLIT, splitReferences, splitBody.toByteArray()));
  }

  private void endPiece() throws IOException {
    pieces.add(sink.put(StoredObject.of(Kinds.DIRECTORY, references, body.toByteArray())));
    body = new BodyWriter();
    references = new ReferenceTable();
    entries = 0;
  }

  /** Spreads names evenly; part of the format, since it decides where directories are split. */
  private static int hash(byte[] name) {
    int h = Arrays.hashCode(name) * 0x9E3779B9;
    return h >>> 16;
  }
}
