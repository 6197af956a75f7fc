package io.intarsia.library.checkin.cut;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.bytes.Zeros;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.library.checkin.plan.Contents;
import io.intarsia.library.checkin.plan.DiskReads;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Fingerprints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads runs and cuts them. Safe for several threads at once. */
public final class Cutter {
  private final ByteSource disk;
  private final Contents contents;
  private final int chunkSize;
  private final Fingerprints fingerprints;

  public Cutter(ByteSource disk, Contents contents, int chunkSize, Fingerprints fingerprints) {
    this.fingerprints = fingerprints;
    this.disk = disk;
    this.contents = contents;
    this.chunkSize = chunkSize;
  }

  /**
   * Reads and cuts a batch. A content's run that its file system cannot read has no pieces.
   *
   * @param buffer at least as long as the runs' {@link Run#bufferBytes} together
   */
  public CutBatch cut(Batch batch, byte[] buffer) throws IOException {
    readDisk(batch, buffer);
    List<List<Piece>> pieces = new ArrayList<>(batch.runs().size());
    int at = 0;
    for (Run run : batch.runs()) {
      pieces.add(
          switch (run) {
            case Run.ContentRun content -> cutContent(content, buffer, at);
            case Run.ContentHole hole -> List.of(Piece.zeros(hole.offset(), hole.length()));
            case Run.GapRun gap -> cutOnGrid(gap.disk(), gap.length(), gap.grid(), buffer, at);
            case Run.GapHole hole -> List.of(Piece.zeros(hole.disk(), hole.length()));
            case Run.GuidedRun guided -> cutGuided(guided, buffer, at);
          });
      at += run.bufferBytes();
    }
    return new CutBatch(batch, pieces, buffer);
  }

  /** Reads all of a batch that stands on the disk. */
  private void readDisk(Batch batch, byte[] buffer) throws IOException {
    DiskReads reads = new DiskReads(disk, buffer);
    int at = 0;
    for (Run run : batch.runs()) {
      switch (run) {
        case Run.ContentRun content -> {
          if (!contents.isElsewhere(content.content())) {
            contents.read(content.content(), content.offset(), reads, at, content.length());
          }
        }
        case Run.GapRun gap -> reads.add(gap.disk(), at, gap.length());
        case Run.GuidedRun guided -> reads.add(guided.chunk().disk(), at, guided.bufferBytes());
        case Run.ContentHole _, Run.GapHole _ -> {}
      }
      at += run.bufferBytes();
    }
    reads.finish();
  }

  private List<Piece> cutContent(Run.ContentRun run, byte[] buffer, int at) throws IOException {
    if (contents.isElsewhere(run.content()) && !readElsewhere(run, buffer, at)) {
      return List.of();
    }
    List<Piece> pieces = new ArrayList<>(run.length() / chunkSize + 1);
    for (int done = 0; done < run.length(); done += chunkSize) {
      int length = Math.min(chunkSize, run.length() - done);
      pieces.add(contentPiece(run.offset() + done, length, buffer, at + done));
    }
    return pieces;
  }

  /** Reads a content; one that its file system cannot read is noted, and is left to the blocks. */
  private boolean readElsewhere(Run.ContentRun run, byte[] buffer, int at) throws IOException {
    try {
      contents.read(run.content(), run.offset(), buffer, at, run.length());
      return true;
    } catch (MalformedException | UnsupportedException | OutOfRangeException | RuntimeException e) {
      contents.fail(run.content(), e);
      return false;
    }
  }

  private Piece piece(long offset, int length, byte[] buffer, int at) {
    return Zeros.isZero(buffer, at, length)
        ? Piece.zeros(offset, length)
        : Piece.chunk(offset, length, fingerprints.ofChunk(buffer, at, length), at);
  }

  /**
   * A content that is one chunk is known by its SHA-256, which a keyed fingerprint does not say.
   */
  private Piece contentPiece(long offset, int length, byte[] buffer, int at) {
    if (offset > 0 || !fingerprints.isKeyed() || Zeros.isZero(buffer, at, length)) {
      return piece(offset, length, buffer, at);
    }
    Fingerprint sha256 = Fingerprint.ofChunk(buffer, at, length);
    return Piece.chunk(offset, length, fingerprints.ofSha256(sha256), at).withSha256(sha256);
  }

  private List<Piece> cutGuided(Run.GuidedRun run, byte[] buffer, int at) {
    long start = run.chunk().disk();
    int chunkLength = run.chunk().length();
    Fingerprint found = fingerprints.ofChunk(buffer, at, chunkLength);
    int from = (int) (run.from() - start);
    if (!found.equals(run.chunk().fingerprint())) {
      int length = (int) (run.to() - run.from());
      return cutOnGrid(run.from(), length, run.grid(), buffer, at + from);
    }
    long chunkEnd = start + chunkLength;
    long matched = Math.min(run.to(), chunkEnd) - run.from();
    List<Piece> pieces = new ArrayList<>();
    pieces.add(
        Zeros.isZero(buffer, at + from, (int) matched)
            ? Piece.zeros(run.from(), matched)
            : new Piece(run.from(), matched, found, from, at, chunkLength, null));
    if (run.to() > chunkEnd) {
      int rest = (int) (run.to() - chunkEnd);
      pieces.addAll(cutOnGrid(chunkEnd, rest, run.grid(), buffer, at + chunkLength));
    }
    return pieces;
  }

  private List<Piece> cutOnGrid(long disk, int length, Run.Grid grid, byte[] buffer, int at) {
    List<Piece> pieces = new ArrayList<>();
    long zerosFrom = -1;
    int done = 0;
    while (done < length) {
      long offset = disk + done;
      int toLine = (int) (grid.lineAtOrAfter(offset + 1) - offset);
      int step = Math.min(toLine, length - done);
      Piece piece = piece(offset, step, buffer, at + done);
      if (piece.fingerprint() == null) {
        zerosFrom = zerosFrom < 0 ? offset : zerosFrom;
      } else {
        if (zerosFrom >= 0) {
          pieces.add(Piece.zeros(zerosFrom, offset - zerosFrom));
          zerosFrom = -1;
        }
        pieces.add(piece);
      }
      done += step;
    }
    if (zerosFrom >= 0) {
      pieces.add(Piece.zeros(zerosFrom, disk + length - zerosFrom));
    }
    return pieces;
  }
}
