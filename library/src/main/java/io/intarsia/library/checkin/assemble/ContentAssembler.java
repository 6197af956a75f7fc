package io.intarsia.library.checkin.assemble;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.library.checkin.cut.Piece;
import io.intarsia.library.checkin.guide.FileGuide;
import io.intarsia.library.checkin.plan.Contents;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentWriter;
import io.intarsia.store.Inserter;
import io.intarsia.store.Resembled;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the chunks of contents and makes the contents' objects. Takes whole contents, one after
 * the other.
 */
final class ContentAssembler {
  private final Inserter inserter;
  private final Contents contents;
  private final FileGuide guide;
  private final int chunkSize;
  private final ContentIds ids;
  private final WholeDigest digest;
  private @Nullable ContentWriter writer;
  private long newBytes;

  ContentAssembler(Inserter inserter, Contents contents, FileGuide guide, int chunkSize) {
    this.inserter = inserter;
    this.contents = contents;
    this.guide = guide;
    this.chunkSize = chunkSize;
    this.ids = new ContentIds(contents.count());
    this.digest = new WholeDigest(contents);
    for (int i = 0; i < contents.count(); i++) {
      if (contents.size(i) == 0) {
        ids.set(i, ContentId.EMPTY);
      }
    }
  }

  ContentIds ids() {
    return ids;
  }

  /** Plain bytes of chunks that were not stored before. */
  long newBytes() {
    return newBytes;
  }

  /** Takes the next pieces of a content; one that cannot be read is unknown. */
  void pieces(int content, List<Piece> pieces, byte[] buffer) throws IOException {
    if (contents.failure(content) != null) {
      writer = null;
      ids.set(content, ContentId.UNKNOWN);
      return;
    }
    try {
      take(content, pieces, buffer);
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      // The digest of a content that is read through its file system catches up by reading again.
      contents.fail(content, e);
      writer = null;
    }
  }

  private void take(int content, List<Piece> pieces, byte[] buffer) throws IOException {
    long size = contents.size(content);
    Fingerprint only = pieces.getFirst().fingerprint();
    if (size <= chunkSize && only != null) {
      put(content, only, pieces.getFirst(), buffer);
      ids.set(content, ContentId.ofChunk(only, pieces.getFirst().sha256()));
      return;
    }
    ContentWriter current = writer;
    if (current == null) {
      current = new ContentWriter(inserter::putObject, chunkSize, size);
      digest.begin(content);
    }
    for (Piece piece : pieces) {
      Fingerprint chunk = piece.fingerprint();
      if (chunk == null) {
        current.hole(piece.length());
        digest.hole(piece.offset(), piece.length());
      } else {
        boolean isNew = put(content, chunk, piece, buffer);
        current.chunk(chunk);
        digest.chunk(piece.offset(), buffer, piece.bufferOffset(), piece.chunkLength(), isNew);
      }
    }
    boolean complete = current.position() == size;
    if (complete) {
      ids.set(content, finish(current, size));
    }
    writer = complete ? null : current;
  }

  private boolean put(int content, Fingerprint chunk, Piece piece, byte[] buffer)
      throws IOException {
    int length = piece.chunkLength();
    boolean isNew =
        inserter.putChunk(
            chunk, buffer, piece.bufferOffset(), length, () -> resembled(content, piece.offset()));
    newBytes += isNew ? length : 0;
    return isNew;
  }

  private @Nullable Resembled resembled(int content, long offset) throws IOException {
    Fingerprint like = guide.resembled(content, offset);
    return like == null ? null : new Resembled(like, contents.size(content) - offset);
  }

  private ContentId finish(ContentWriter content, long size) throws IOException {
    StoredObject object = content.finish();
    if (!inserter.known(inserter.fingerprint(object))) {
      byte[] sha256 = digest.finish(size);
      object = sha256 == null ? object : object.withAttributes(sha256);
    }
    return ContentId.ofList(inserter.putObject(object));
  }
}
