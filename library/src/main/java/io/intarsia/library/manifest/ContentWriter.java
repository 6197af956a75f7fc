package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;

/**
 * Builds a content from its chunks in order; one that is a single chunk needs no object, and no
 * writer. Chunks begin at multiples of the chunk size; the last may be shorter. Long contents are
 * written in parts of {@link #CHUNKS_PER_PART} chunks, cut by logical offset, so that equal parts
 * are one object; parts without a chunk are one hole, however many they are.
 */
public final class ContentWriter {
  /** Chunks and holes of chunk size that one part covers. */
  static final int CHUNKS_PER_PART = 4096;

  private final ObjectSink sink;
  private final int chunkSize;
  private final long size;
  private final BodyWriter index = new BodyWriter();
  private final ReferenceTable indexReferences = new ReferenceTable();
  private BodyWriter runs = new BodyWriter();
  private ReferenceTable references = new ReferenceTable();
  private long written;
  private long partStart;
  private long holeBytes;
  private long holeParts;

  /**
   * Starts a content.
   *
   * @param size logical size in bytes, positive
   */
  public ContentWriter(ObjectSink sink, int chunkSize, long size) {
    this.sink = sink;
    this.chunkSize = chunkSize;
    this.size = size;
  }

  /** Adds the next chunk; its length follows from its place. */
  public void chunk(Fingerprint fingerprint) throws IOException {
    endHole();
    runs.varint(references.chunk(fingerprint) + 1L);
    written += Math.min(chunkSize, size - written);
    endPartIfFull();
  }

  /**
   * Adds zeros; the hole begins and ends at multiples of the chunk size or at the content's end.
   */
  public void hole(long bytes) throws IOException {
    long partBytes = (long) CHUNKS_PER_PART * chunkSize;
    long left = bytes;
    while (left > 0) {
      if (written == partStart) {
        long whole = Math.min(left, size - 1 - written) / partBytes * partBytes;
        holeParts += whole;
        written += whole;
        partStart = written;
        left -= whole;
      }
      long partEnd = size - partStart < partBytes ? size : partStart + partBytes;
      long step = Math.min(left, partEnd - written);
      holeBytes += step;
      written += step;
      left -= step;
      endPartIfFull();
    }
  }

  /** Offset of the next chunk. */
  public long position() {
    return written;
  }

  private void endPartIfFull() throws IOException {
    if (written - partStart == (long) CHUNKS_PER_PART * chunkSize && written < size) {
      endHole();
      endPart();
    }
  }

  private void endHole() {
    if (holeBytes > 0) {
      runs.varint(0).varint(holeBytes);
      holeBytes = 0;
    }
  }

  private void endPart() throws IOException {
    if (references.size() == 0) {
      holeParts += written - partStart;
    } else {
      endHoleParts();
      Fingerprint part =
          sink.put(StoredObject.of(Kinds.CONTENT_PART, references, runs.toByteArray()));
      index.varint(indexReferences.object(part) + 1L).varint(written - partStart);
    }
    runs = new BodyWriter();
    references = new ReferenceTable();
    partStart = written;
  }

  private void endHoleParts() {
    if (holeParts > 0) {
      index.varint(0).varint(holeParts);
      holeParts = 0;
    }
  }

  /** Ends a content: its object, without the SHA-256 of the whole. */
  public StoredObject finish() throws IOException {
    endHole();
    BodyWriter body = new BodyWriter();
    body.varint(size).varint(chunkSize);
    if (partStart == 0) {
      byte[] only = runs.toByteArray();
      body.u8(0).raw(only, 0, only.length);
      return StoredObject.of(Kinds.CONTENT, references, body.toByteArray());
    }
    endPart();
    endHoleParts();
    byte[] parts = index.toByteArray();
    body.u8(1).raw(parts, 0, parts.length);
    return StoredObject.of(Kinds.CONTENT, indexReferences, body.toByteArray());
  }
}
