package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The chunks of one content in order, as its object lists them. Immutable. */
public final class ContentList {
  private static final int SHA256_BYTES = 32;

  private final ObjectSource objects;
  private final StoredObject object;
  private final long size;
  private final int chunkSize;
  private final boolean inParts;
  private final int runsAt;

  private ContentList(
      ObjectSource objects,
      StoredObject object,
      long size,
      int chunkSize,
      boolean inParts,
      int runsAt) {
    this.objects = objects;
    this.object = object;
    this.size = size;
    this.chunkSize = chunkSize;
    this.inParts = inParts;
    this.runsAt = runsAt;
  }

  /** Reads a content's object. */
  public static ContentList open(ObjectSource objects, Fingerprint content) throws IOException {
    StoredObject object = objects.get(content);
    BodyReader body = References.open(object, Kinds.CONTENT);
    long size = body.varint(Long.MAX_VALUE);
    int chunkSize = body.varintInt(1 << 22);
    if (chunkSize == 0) {
      throw new InvalidObjectException("the chunk size of a content is 0");
    }
    boolean inParts = body.u8() != 0;
    return new ContentList(objects, object, size, chunkSize, inParts, body.position());
  }

  /** Logical size in bytes. */
  public long size() {
    return size;
  }

  /** The SHA-256 of the whole, or null when it was not computed. */
  public byte @Nullable [] sha256() {
    return object.attributes().length == SHA256_BYTES ? object.attributes() : null;
  }

  /** Takes chunks and holes in order. */
  public interface Visitor {
    /**
     * A chunk.
     *
     * @param offset of its first byte in the content
     */
    void chunk(long offset, int length, Fingerprint fingerprint) throws IOException;

    void hole(long offset, long length) throws IOException;
  }

  /** Visits the chunks and holes that lie in {@code [from, to)}, whole, in order. */
  public void visit(long from, long to, Visitor visitor) throws IOException {
    BodyReader body = new BodyReader(object.body(), runsAt, object.body().length - runsAt);
    if (!inParts) {
      visitRuns(object, body, 0, size, from, to, visitor);
      return;
    }
    long pos = 0;
    while (body.remaining() > 0 && pos < to) {
      int number = body.varintInt(object.objectRefs().size());
      long length = body.varint(size - pos);
      if (pos + length > from) {
        if (number == 0) {
          visitor.hole(pos, length);
        } else {
          StoredObject part = objects.get(object.objectRefs().get(number - 1));
          BodyReader runs = References.open(part, Kinds.CONTENT_PART);
          visitRuns(part, runs, pos, pos + length, from, to, visitor);
        }
      }
      pos += length;
    }
    requireCovered(pos, Math.min(to, size));
  }

  /** Takes what a range of a content consists of, in order. */
  public interface PieceVisitor {
    /**
     * A piece of a chunk.
     *
     * @param offset of its first byte in the content
     * @param from first byte in the chunk
     */
    void piece(long offset, Fingerprint chunk, int from, int length) throws IOException;

    void hole(long offset, long length) throws IOException;
  }

  /**
   * Visits what {@code [from, to)} consists of, in order: chunks and holes that reach beyond it are
   * cut there.
   *
   * @throws InvalidObjectException when the content ends before {@code to}
   */
  public void visitPieces(long from, long to, PieceVisitor visitor) throws IOException {
    if (to > size) {
      throw new InvalidObjectException("a block map names bytes past the end of a content");
    }
    visit(
        from,
        to,
        new Visitor() {
          @Override
          public void chunk(long offset, int length, Fingerprint fingerprint) throws IOException {
            long start = Math.max(from, offset);
            long stop = Math.min(to, offset + length);
            if (start < stop) {
              visitor.piece(start, fingerprint, (int) (start - offset), (int) (stop - start));
            }
          }

          @Override
          public void hole(long offset, long length) throws IOException {
            long start = Math.max(from, offset);
            visitor.hole(start, Math.min(to, offset + length) - start);
          }
        });
  }

  private void visitRuns(
      StoredObject part, BodyReader runs, long start, long end, long from, long to, Visitor visitor)
      throws IOException {
    long pos = start;
    while (runs.remaining() > 0 && pos < to) {
      int number = runs.varintInt(part.chunkRefs().size());
      long length = number == 0 ? runs.varint(end - pos) : Math.min(chunkSize, end - pos);
      if (pos + length > from) {
        if (number == 0) {
          visitor.hole(pos, length);
        } else {
          visitor.chunk(pos, (int) length, part.chunkRefs().get(number - 1));
        }
      }
      pos += length;
    }
    requireCovered(pos, Math.min(to, end));
  }

  private static void requireCovered(long reached, long wanted) throws InvalidObjectException {
    if (reached < wanted) {
      throw new InvalidObjectException(
          "a content's chunks end at " + reached + ", before " + wanted);
    }
  }
}
