package io.intarsia.formats.filesystem;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;

/** The bytes of a file all of whose pieces are in place or zeros. Holds three longs a piece. */
public final class ExtentSource implements ByteSource {
  /** At 24 bytes each, 96 MiB; fragmented files of terabytes have fewer. */
  private static final int MAX_PIECES = 4 << 20;

  private final ByteSource disk;
  private final String description;
  private final long size;
  private int pieces;
  private long[] starts = new long[4];
  private long[] ends = new long[4];
  private long[] places = new long[4];

  private ExtentSource(ByteSource disk, String description, long size) {
    this.disk = disk;
    this.description = description;
    this.size = size;
  }

  /** Hands a file's pieces to a visitor, as {@link FileSystem#extents} does. */
  @FunctionalInterface
  public interface Pieces {
    void visit(FileSystem.ExtentVisitor visitor) throws IOException;
  }

  /**
   * Makes a file's bytes of its pieces.
   *
   * @param disk what the pieces' places refer to; stays open
   * @param size of the file in bytes
   * @param pieces none of them {@link Extent.Kind#ELSEWHERE}
   * @throws UnsupportedException when there are more than four million pieces
   */
  public static ExtentSource of(ByteSource disk, String description, long size, Pieces pieces)
      throws IOException {
    ExtentSource source = new ExtentSource(disk, description, size);
    pieces.visit(source::add);
    return source;
  }

  private void add(Extent extent) throws UnsupportedException {
    if (extent.kind() == Extent.Kind.ZERO) {
      return;
    }
    if (extent.kind() == Extent.Kind.ELSEWHERE) {
      throw new IllegalArgumentException(description + ": not in place: " + extent);
    }
    if (pieces == MAX_PIECES) {
      throw new UnsupportedException(description, "more than " + MAX_PIECES + " pieces");
    }
    if (pieces == starts.length) {
      starts = Arrays.copyOf(starts, 2 * pieces);
      ends = Arrays.copyOf(ends, 2 * pieces);
      places = Arrays.copyOf(places, 2 * pieces);
    }
    starts[pieces] = extent.fileOffset();
    ends[pieces] = extent.fileOffset() + extent.length();
    places[pieces] = extent.diskOffset();
    pieces++;
  }

  /** The first piece that ends after {@code offset}; {@code pieces} when there is none. */
  private int pieceAt(long offset) {
    int low = 0;
    int high = pieces;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Where a byte of the file is on the disk, or -1 in a hole. */
  public long place(long offset) {
    int piece = pieceAt(offset);
    return piece < pieces && starts[piece] <= offset
        ? places[piece] + (offset - starts[piece])
        : -1;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    long end = offset + length;
    long done = offset;
    for (int piece = pieceAt(offset); piece < pieces && starts[piece] < end; piece++) {
      long from = Math.max(done, starts[piece]);
      long to = Math.min(end, ends[piece]);
      int at = targetOffset + (int) (from - offset);
      Arrays.fill(target, targetOffset + (int) (done - offset), at, (byte) 0);
      disk.read(places[piece] + (from - starts[piece]), target, at, (int) (to - from));
      done = to;
    }
    Arrays.fill(target, targetOffset + (int) (done - offset), targetOffset + length, (byte) 0);
  }

  @Override
  public long nextData(long offset) {
    int piece = pieceAt(offset);
    return piece < pieces ? Math.max(offset, starts[piece]) : size;
  }

  @Override
  public long nextHole(long offset) {
    int piece = pieceAt(offset);
    if (piece == pieces || offset < starts[piece]) {
      return Math.min(offset, size);
    }
    while (piece + 1 < pieces && starts[piece + 1] == ends[piece]) {
      piece++;
    }
    return ends[piece];
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
