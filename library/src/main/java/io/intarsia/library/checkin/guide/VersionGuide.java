package io.intarsia.library.checkin.guide;

import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentList;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the chunks of a stored version's disk, at the places where it had them, as far as a chunk
 * lay in one piece; and cells that were stored in parts. Pieces that the grid cuts the same way
 * anyhow are passed over, where partitions begin at multiples of the cell.
 */
public final class VersionGuide implements Guide {
  private final ObjectSource objects;
  private final BlockMap map;
  private final int gridCell;
  private final ArrayDeque<GuideChunk> chunks = new ArrayDeque<>();
  private final GuideCells cells = new GuideCells();
  private final BlockMap.Visitor collector = new Collector();
  private long loadedTo;
  private boolean unreadable;
  private @Nullable ContentId content;
  private long contentFrom;
  private long contentDisk;
  private long contentLength;

  /**
   * Makes a guide of a block map.
   *
   * @param gridCell chunks of exactly this many bytes at a multiple of it are left to the grid
   */
  public VersionGuide(ObjectSource objects, BlockMap map, int gridCell) {
    this.objects = objects;
    this.map = map;
    this.gridCell = gridCell;
  }

  @Override
  public @Nullable GuideChunk next(long from, long to) throws IOException {
    if (unreadable) {
      return null;
    }
    try {
      return find(from, to);
    } catch (StoreException e) {
      // A guide is a hint: damage in another version must not keep this one from being stored.
      unreadable = true;
      return null;
    }
  }

  @Override
  public @Nullable List<GuidePart> parts(Fingerprint fingerprint) {
    return cells.parts(fingerprint);
  }

  private @Nullable GuideChunk find(long from, long to) throws IOException {
    skipTo(from);
    while (true) {
      GuideChunk first = chunks.peek();
      while (first != null && first.disk() + first.length() <= from) {
        chunks.remove();
        first = chunks.peek();
      }
      if (first != null) {
        return first.disk() < to ? first : null;
      }
      boolean more = content != null && contentLength > 0 && contentDisk < to;
      if (loadedTo >= map.diskSize() || (loadedTo >= to && !more)) {
        return null;
      }
      load();
    }
  }

  /**
   * Passes over segments that nobody asks for, less one: a chunk may begin in the segment before.
   */
  private void skipTo(long from) {
    long wanted = Math.max(0, from - from % BlockMap.SEGMENT_BYTES - BlockMap.SEGMENT_BYTES);
    if (wanted > loadedTo) {
      chunks.clear();
      content = null;
      loadedTo = wanted;
    }
  }

  private void load() throws IOException {
    long end = Math.min(map.diskSize(), loadedTo + BlockMap.SEGMENT_BYTES);
    map.visit(loadedTo, end, collector);
    loadedTo = end;
    if (end == map.diskSize()) {
      endPlace();
    } else {
      takeWholeChunks();
    }
  }

  /** Ends the place that was collected: no piece continues it. */
  private void endPlace() throws IOException {
    ContentId ended = content;
    if (ended == null) {
      return;
    }
    if (ended.kind() == ContentId.Kind.LIST) {
      takeWholeChunks();
    } else if (contentFrom == 0 && !(contentLength == gridCell && contentDisk % gridCell == 0)) {
      chunks.add(new GuideChunk(contentDisk, (int) contentLength, ended.requireFingerprint()));
    }
    content = null;
  }

  /** Takes the chunks that lie wholly in what was collected of a content, and keeps the rest. */
  private void takeWholeChunks() throws IOException {
    ContentId open = content;
    if (open == null || open.kind() != ContentId.Kind.LIST || contentLength == 0) {
      return;
    }
    WholeChunks whole = new WholeChunks();
    ContentList.open(objects, open.requireFingerprint()).visit(contentFrom, whole.end, whole);
    contentLength = whole.end - whole.restFrom;
    contentDisk += whole.restFrom - contentFrom;
    contentFrom = whole.restFrom;
  }

  private final class WholeChunks implements ContentList.Visitor {
    private final long end = contentFrom + contentLength;
    private final long shift = contentDisk - contentFrom;
    private long restFrom = end;

    @Override
    public void chunk(long offset, int length, Fingerprint fingerprint) {
      if (offset + length > end) {
        restFrom = Math.max(offset, contentFrom);
      } else if (offset >= contentFrom) {
        chunks.add(new GuideChunk(offset + shift, length, fingerprint));
      }
    }

    @Override
    public void hole(long offset, long length) {}
  }

  /** Joins pieces that continue each other, since segments cut them. */
  private final class Collector implements BlockMap.Visitor {
    @Override
    public void zeros(long diskOffset, long length) throws IOException {
      endPlace();
      cells.take(null, 0, length);
    }

    @Override
    public void cell(long diskOffset, long length, Fingerprint fingerprint) throws IOException {
      endPlace();
      if (length <= gridCell) {
        cells.begin(fingerprint, length);
      }
    }

    @Override
    public void place(long diskOffset, ContentId id, long from, long length) throws IOException {
      if (cells.take(id, from, length)) {
        return; // cut as a whole: there is no chunk to be met
      }
      if (id.equals(content)
          && from == contentFrom + contentLength
          && diskOffset == contentDisk + contentLength) {
        contentLength += length;
        return;
      }
      endPlace();
      content = id;
      contentFrom = from;
      contentDisk = diskOffset;
      contentLength = length;
    }
  }
}
