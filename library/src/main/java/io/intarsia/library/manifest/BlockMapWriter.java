package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a disk's block map from its pieces in order of disk offset. Pieces are split at the ends
 * of segments; a segment that is all zeros, and a node of such segments, have no object.
 */
public final class BlockMapWriter {
  private final ObjectSink sink;
  private final long diskSize;
  private final List<@Nullable Fingerprint> nodes = new ArrayList<>();
  private BodyWriter nodeBody = new BodyWriter();
  private ReferenceTable nodeReferences = new ReferenceTable();
  private BodyWriter body = new BodyWriter();
  private ReferenceTable references = new ReferenceTable();
  private long pos;
  private long zeros;

  /**
   * Starts a map.
   *
   * @param diskSize in bytes
   */
  public BlockMapWriter(ObjectSink sink, long diskSize) {
    this.sink = sink;
    this.diskSize = diskSize;
  }

  /** Disk offset of the next piece. */
  public long position() {
    return pos;
  }

  public void zeros(long length) throws IOException {
    long left = length;
    while (left > 0) {
      long step = Math.min(left, toSegmentEnd());
      zeros += step;
      advance(step);
      left -= step;
    }
  }

  /**
   * Adds a piece that stands in a chunk.
   *
   * @param from first byte in the chunk
   */
  public void chunk(Fingerprint chunk, long from, long length) throws IOException {
    place(ContentId.ofChunk(chunk), from, length);
  }

  /**
   * Adds a piece that stands in a content.
   *
   * @param from first byte in the content
   */
  public void place(ContentId content, long from, long length) throws IOException {
    long done = 0;
    while (done < length) {
      long step = Math.min(length - done, toSegmentEnd());
      endZeros();
      content.write(body, references);
      body.varint(from + done).varint(step);
      advance(step);
      done += step;
    }
  }

  /**
   * Marks the pieces that follow as the bytes of one chunk-like cell that is stored in parts, so
   * that who meets the same bytes again need not look for the parts. A cell that the end of a
   * segment cuts gets no mark.
   *
   * @param fingerprint that a chunk of these bytes would have
   */
  public void cell(Fingerprint fingerprint, long length) {
    if (length <= toSegmentEnd()) {
      endZeros();
      body.u8(BlockMap.CELL).varint(length).raw(fingerprint.toBytes(), 0, Fingerprint.LENGTH);
    }
  }

  /**
   * Ends the map, which must have reached the disk's size, and returns the nodes; null where all is
   * zero.
   */
  public List<@Nullable Fingerprint> finish() throws IOException {
    if (pos != diskSize) {
      throw new IllegalStateException("the block map ends at " + pos + " of " + diskSize);
    }
    if (pos % BlockMap.SEGMENT_BYTES != 0) {
      endSegment();
    }
    if (pos % BlockMap.NODE_BYTES != 0) {
      endNode();
    }
    return nodes;
  }

  private long toSegmentEnd() {
    return BlockMap.SEGMENT_BYTES - pos % BlockMap.SEGMENT_BYTES;
  }

  private void advance(long bytes) throws IOException {
    pos += bytes;
    if (pos % BlockMap.SEGMENT_BYTES == 0) {
      endSegment();
      if (pos % BlockMap.NODE_BYTES == 0) {
        endNode();
      }
    }
  }

  private void endZeros() {
    if (zeros > 0) {
      body.u8(BlockMap.ZEROS).varint(zeros);
      zeros = 0;
    }
  }

  private void endSegment() throws IOException {
    if (body.length() == 0) {
      zeros = 0;
      nodeBody.varint(0);
      return;
    }
    endZeros();
    Fingerprint segment =
        sink.put(StoredObject.of(Kinds.BLOCK_MAP_SEGMENT, references, body.toByteArray()));
    nodeBody.varint(nodeReferences.object(segment) + 1L);
    body = new BodyWriter();
    references = new ReferenceTable();
  }

  private void endNode() throws IOException {
    if (nodeReferences.size() == 0) {
      nodes.add(null);
    } else {
      nodes.add(
          sink.put(StoredObject.of(Kinds.BLOCK_MAP_NODE, nodeReferences, nodeBody.toByteArray())));
    }
    nodeBody = new BodyWriter();
    nodeReferences = new ReferenceTable();
  }
}
