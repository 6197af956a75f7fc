package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored disk's map from disk offset to where the bytes are. Immutable. */
public final class BlockMap {
  /** Disk bytes that one segment covers. */
  public static final long SEGMENT_BYTES = 4L << 20;

  static final int SEGMENTS_PER_NODE = 1024;
  static final long NODE_BYTES = SEGMENT_BYTES * SEGMENTS_PER_NODE;

  /** Stands where a content kind would: {@link ContentId.Kind#UNKNOWN} never has a place. */
  static final int ZEROS = 0;

  private final ObjectSource objects;
  private final long diskSize;
  private final List<@Nullable Fingerprint> nodes;

  public BlockMap(ObjectSource objects, long diskSize, List<@Nullable Fingerprint> nodes) {
    this.objects = objects;
    this.diskSize = diskSize;
    this.nodes = nodes;
  }

  public long diskSize() {
    return diskSize;
  }

  /**
   * The offset itself, or where the next node begins that is not all zeros when the offset lies in
   * one that is; at most the disk's size.
   */
  public long nextStored(long offset) {
    long pos = offset;
    while (pos < diskSize && nodes.get((int) (pos / NODE_BYTES)) == null) {
      pos = (pos / NODE_BYTES + 1) * NODE_BYTES;
    }
    return Math.min(pos, diskSize);
  }

  /** Takes pieces in order of disk offset. */
  public interface Visitor {
    void zeros(long diskOffset, long length) throws IOException;

    /**
     * A piece of a content.
     *
     * @param content of kind CHUNK or LIST
     * @param from first byte in the content
     */
    void place(long diskOffset, ContentId content, long from, long length) throws IOException;
  }

  /**
   * Visits all pieces of the segments that {@code [from, to)} touches; long runs of zero segments
   * come as one piece.
   *
   * @throws InvalidObjectException when a segment does not cover its range exactly
   */
  public void visit(long from, long to, Visitor visitor) throws IOException {
    long pos = from - from % SEGMENT_BYTES;
    long end = Math.min(to, diskSize);
    while (pos < end) {
      int node = (int) (pos / NODE_BYTES);
      long nodeEnd = Math.min(diskSize, (node + 1L) * NODE_BYTES);
      Fingerprint fingerprint = node < nodes.size() ? nodes.get(node) : null;
      if (fingerprint == null) {
        visitor.zeros(pos, nodeEnd - pos);
      } else {
        visitNode(
            objects.get(fingerprint),
            (long) node * NODE_BYTES,
            pos,
            Math.min(end, nodeEnd),
            visitor);
      }
      pos = nodeEnd;
    }
  }

  private void visitNode(StoredObject node, long nodeStart, long from, long to, Visitor visitor)
      throws IOException {
    BodyReader body = References.open(node, Kinds.BLOCK_MAP_NODE);
    for (long pos = nodeStart; pos < to; pos += SEGMENT_BYTES) {
      int number = body.varintInt(node.objectRefs().size());
      if (pos + SEGMENT_BYTES <= from) {
        continue;
      }
      long segmentEnd = Math.min(diskSize, pos + SEGMENT_BYTES);
      if (number == 0) {
        visitor.zeros(pos, segmentEnd - pos);
      } else {
        visitSegment(objects.get(node.objectRefs().get(number - 1)), pos, segmentEnd, visitor);
      }
    }
  }

  private static void visitSegment(StoredObject segment, long start, long end, Visitor visitor)
      throws IOException {
    BodyReader body = References.open(segment, Kinds.BLOCK_MAP_SEGMENT);
    long pos = start;
    while (body.remaining() > 0) {
      ContentId content = ContentId.read(body, segment);
      long length;
      if (content.kind() == ContentId.Kind.UNKNOWN) {
        length = body.varint(end - pos);
        visitor.zeros(pos, length);
      } else {
        long from = body.varint(Long.MAX_VALUE);
        length = body.varint(end - pos);
        visitor.place(pos, content, from, length);
      }
      pos += length;
    }
    if (pos != end) {
      throw new InvalidObjectException("a block map segment covers " + (pos - start) + " bytes");
    }
  }
}
