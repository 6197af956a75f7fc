package io.intarsia.library.checkin.match;

import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentList;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes stretches of a block map's pieces, in order of the disk. Pieces of a chunk that follow each
 * other are joined, since segments and extents cut them: a chunk that lies whole on the disk is one
 * run. One thread.
 */
final class Stretches implements BlockMap.Visitor {
  private final ChunkReader reader;
  private final Taker taker;
  private long covered;
  private @Nullable Fingerprint listId;
  private @Nullable ContentList list;
  private @Nullable Fingerprint chunk;
  private final List<Stretch.Piece> pieces = new ArrayList<>();

  /** Takes the next stretch. */
  @FunctionalInterface
  interface Taker {
    void take(Stretch stretch) throws IOException;
  }

  Stretches(ChunkReader reader, Taker taker) {
    this.reader = reader;
    this.taker = taker;
  }

  /**
   * Ends the last stretch.
   *
   * @throws MissingChunkException when the store has not the chunk, as each method does
   * @throws InvalidObjectException when a piece cannot be in its chunk, as each method does
   */
  void end() throws IOException {
    Fingerprint ended = chunk;
    if (ended == null) {
      return;
    }
    Place place = locate(ended);
    Stretch.Piece first = pieces.getFirst();
    Stretch.Piece last = pieces.getLast();
    if (last.from() + last.length() > place.length()) {
      throw new InvalidObjectException("a block map names bytes past the end of chunk " + ended);
    }
    taker.take(
        first.length() == place.length()
            ? new Stretch.Hashed(first.disk(), first.length(), ended)
            : new Stretch.Parts(ended, place.length(), pieces));
    pieces.clear();
    chunk = null;
  }

  private Place locate(Fingerprint fingerprint) throws IOException {
    Place place = reader.locate(fingerprint);
    if (place == null) {
      throw new MissingChunkException(fingerprint);
    }
    return place;
  }

  @Override
  public void zeros(long diskOffset, long length) throws IOException {
    end();
    long start = Math.max(diskOffset, covered);
    if (start < diskOffset + length) {
      taker.take(new Stretch.Zeros(start, diskOffset + length - start));
    }
  }

  /**
   * The pieces of a cell, which are of chunks, must be stored, and are not read: their bytes were
   * compared when it was stored.
   */
  @Override
  public void cell(long diskOffset, long length, Fingerprint fingerprint) throws IOException {
    end();
    if (diskOffset < covered || length == 0) {
      throw new InvalidObjectException("a block map has a cell in a cell, or an empty one");
    }
    taker.take(new Stretch.Hashed(diskOffset, length, fingerprint));
    covered = diskOffset + length;
  }

  @Override
  public void place(long diskOffset, ContentId content, long from, long length) throws IOException {
    Fingerprint id = content.requireFingerprint();
    if (content.kind() == ContentId.Kind.CHUNK) {
      long passed = Math.clamp(covered - diskOffset, 0, length);
      if (passed == length) {
        locate(id);
        return;
      }
      chunk(diskOffset + passed, id, from + passed, length - passed);
      return;
    }
    list(id).visitPieces(from, from + length, new Shifted(diskOffset - from));
  }

  private ContentList list(Fingerprint id) throws IOException {
    ContentList known = list;
    if (known == null || listId == null || !listId.equals(id)) {
      known = ContentList.open(reader::readObject, id);
      list = known;
      listId = id;
    }
    return known;
  }

  private void chunk(long disk, Fingerprint fingerprint, long from, long length)
      throws IOException {
    Stretch.Piece piece = new Stretch.Piece(disk, (int) from, (int) length);
    if (chunk != null && chunk.equals(fingerprint)) {
      Stretch.Piece last = pieces.getLast();
      if (last.from() + last.length() == from && last.disk() + last.length() == disk) {
        pieces.removeLast();
        piece = new Stretch.Piece(last.disk(), last.from(), last.length() + piece.length());
      } else if (last.from() + last.length() > from) {
        end();
      }
    } else {
      end();
    }
    chunk = fingerprint;
    pieces.add(piece);
  }

  /** A range of a content that lies on the disk. */
  private final class Shifted implements ContentList.PieceVisitor {
    private final long shift;

    /**
     * @param shift from offsets in the content to those on the disk
     */
    Shifted(long shift) {
      this.shift = shift;
    }

    @Override
    public void piece(long offset, Fingerprint fingerprint, int from, int length)
        throws IOException {
      chunk(offset + shift, fingerprint, from, length);
    }

    @Override
    public void hole(long offset, long length) throws IOException {
      zeros(offset + shift, length);
    }
  }
}
