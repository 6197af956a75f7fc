package io.intarsia.library.view;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentList;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stored disk as a source of bytes: the same bytes that were checked in. Chunks come through the
 * reader's cache of frames; recently used segments of the block map are kept.
 */
public final class ImageView implements ByteSource {
  private static final int CACHED_SEGMENTS = 64;

  private final String description;
  private final ChunkReader reader;
  private final BlockMap map;
  private final Map<Long, SegmentPlaces> segments =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SegmentPlaces> eldest) {
          return size() > CACHED_SEGMENTS;
        }
      };

  public ImageView(String description, ChunkReader reader, BlockMap map) {
    this.description = description;
    this.reader = reader;
    this.map = map;
  }

  @Override
  public long size() {
    return map.diskSize();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    Arrays.fill(target, targetOffset, targetOffset + length, (byte) 0);
    long end = offset + length;
    long pos = offset;
    while (pos < end) {
      long segment = pos - pos % BlockMap.SEGMENT_BYTES;
      long to = Math.min(end, segment + BlockMap.SEGMENT_BYTES);
      SegmentPlaces places = places(segment);
      for (int i = places.firstEndingAfter(pos); i < places.size() && places.disk(i) < to; i++) {
        long from = Math.max(pos, places.disk(i));
        long until = Math.min(to, places.disk(i) + places.length(i));
        reader.readChunk(
            places.chunk(i),
            (int) (places.from(i) + from - places.disk(i)),
            target,
            targetOffset + (int) (from - offset),
            (int) (until - from));
      }
      pos = to;
    }
  }

  @Override
  public long nextData(long offset) throws IOException {
    long pos = offset;
    while (pos < size()) {
      long segment = pos - pos % BlockMap.SEGMENT_BYTES;
      SegmentPlaces places = places(segment);
      int i = places.firstEndingAfter(pos);
      if (i < places.size()) {
        return Math.max(pos, places.disk(i));
      }
      pos = map.nextStored(segment + BlockMap.SEGMENT_BYTES);
    }
    return size();
  }

  @Override
  public long nextHole(long offset) throws IOException {
    long pos = offset;
    while (pos < size()) {
      long segment = pos - pos % BlockMap.SEGMENT_BYTES;
      SegmentPlaces places = places(segment);
      int i = places.firstEndingAfter(pos);
      while (i < places.size() && places.disk(i) <= pos) {
        pos = places.disk(i) + places.length(i);
        i++;
      }
      if (pos < Math.min(size(), segment + BlockMap.SEGMENT_BYTES)) {
        return pos;
      }
    }
    return size();
  }

  private synchronized SegmentPlaces places(long segment) throws IOException {
    SegmentPlaces known = segments.get(segment);
    if (known == null) {
      known = SegmentPlaces.load(reader::readObject, map, segment);
      segments.put(segment, known);
    }
    return known;
  }

  @Override
  public void close() {}

  /**
   * Hands out the chunks of a disk range in order of the disk, contents resolved to their chunks.
   */
  public interface ChunkVisitor {
    /**
     * A piece of the disk that stands in a chunk.
     *
     * @param from first byte in the chunk
     */
    void chunk(long diskOffset, Fingerprint chunk, int from, int length) throws IOException;
  }

  /** Visits the chunks of all segments that {@code [from, to)} touches. Zeros are passed over. */
  public static void visitChunks(
      ObjectSource objects, BlockMap map, long from, long to, ChunkVisitor visitor)
      throws IOException {
    map.visit(from, to, new ChunkResolver(objects, visitor));
  }

  /** Resolves places in contents to places in chunks. */
  private record ChunkResolver(ObjectSource objects, ChunkVisitor visitor)
      implements BlockMap.Visitor {
    @Override
    public void zeros(long diskOffset, long length) {}

    @Override
    public void place(long diskOffset, ContentId content, long from, long length)
        throws IOException {
      if (content.kind() == ContentId.Kind.CHUNK) {
        visitor.chunk(diskOffset, content.requireFingerprint(), (int) from, (int) length);
        return;
      }
      ContentList.open(objects, content.requireFingerprint())
          .visitPieces(
              from,
              from + length,
              new ContentList.PieceVisitor() {
                @Override
                public void piece(long offset, Fingerprint chunk, int inChunk, int pieceLength)
                    throws IOException {
                  visitor.chunk(diskOffset + (offset - from), chunk, inChunk, pieceLength);
                }

                @Override
                public void hole(long offset, long holeLength) {}
              });
    }
  }
}
