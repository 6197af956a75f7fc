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

  /** Larger disks cannot be stored. */
  public static final long MAX_DISK_BYTES = 1L << 50;

  private static final long MAX_CHUNK = 4L << 20;
  private static final long MAX_FROM = Long.MAX_VALUE - SEGMENT_BYTES;

  /** Stands where a content kind would: {@link ContentId.Kind#UNKNOWN} never has a place. */
  static final int ZEROS = 0;

  /** Stands where a content kind would, and is none. */
  static final int CELL = 4;

  private final ObjectSource objects;
  private final long diskSize;
  private final List<@Nullable Fingerprint> nodes;

  public BlockMap(ObjectSource objects, long diskSize, List<@Nullable Fingerprint> nodes) {
    this.objects = objects;
    this.diskSize = diskSize;
    this.nodes = nodes;
  }

  /** How many nodes the map of a disk has. */
  static int nodeCount(long diskSize) {
    return (int) ((diskSize + NODE_BYTES - 1) / NODE_BYTES);
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

    /**
     * Says which bytes the pieces that follow are together, up to {@code length}.
     *
     * @param fingerprint that a chunk of these bytes would have
     */
    default void cell(long diskOffset, long length, Fingerprint fingerprint) throws IOException {}
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
      Fingerprint fingerprint = nodes.get(node);
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
      int kind = body.u8();
      if (kind == CELL) {
        long cell = body.varint(end - pos);
        visitor.cell(pos, cell, Fingerprint.read(body.raw(Fingerprint.LENGTH), 0));
        continue;
      }
      ContentId content = ContentId.read(kind, body, segment);
      long length;
      if (content.kind() == ContentId.Kind.UNKNOWN) {
        length = body.varint(end - pos);
        visitor.zeros(pos, length);
      } else {
        if (content.kind() == ContentId.Kind.EMPTY) {
          throw new InvalidObjectException("a block map segment names an empty content");
        }
        long from = body.varint(content.kind() == ContentId.Kind.CHUNK ? MAX_CHUNK : MAX_FROM);
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
