package io.intarsia.library.checkin.cut;

import io.intarsia.library.checkin.guide.GuideChunk;

/** A stretch of bytes that is read and cut as one. */
public sealed interface Run {

  /** Bytes of buffer that reading it takes. */
  int bufferBytes();

  /**
   * Chunks of a content.
   *
   * @param content its number in the plan
   * @param offset a multiple of the chunk size
   * @param length ends at a multiple of the chunk size or at the content's end
   */
  record ContentRun(int content, long offset, int length) implements Run {
    @Override
    public int bufferBytes() {
      return length;
    }
  }

  /** A hole of a content; begins and ends as a {@link ContentRun} does. */
  record ContentHole(int content, long offset, long length) implements Run {
    @Override
    public int bufferBytes() {
      return 0;
    }
  }

  /**
   * Skeleton, cut on a grid.
   *
   * @param disk first byte on the disk
   */
  record GapRun(long disk, int length, Grid grid) implements Run {
    @Override
    public int bufferBytes() {
      return length;
    }
  }

  /** A hole of the skeleton. */
  record GapHole(long disk, long length) implements Run {
    @Override
    public int bufferBytes() {
      return 0;
    }
  }

  /**
   * Skeleton where another version had a chunk: if the bytes are still that chunk, what of it lies
   * in {@code [from, to)} is stored as its part; all else is cut on the grid. The end lies on a
   * line of the grid where it can, so that bytes that are not that chunk are cut as they would be
   * without it.
   *
   * @param from first byte on the disk, inside the chunk's place
   * @param to byte after the last, perhaps past the chunk's end
   */
  record GuidedRun(GuideChunk chunk, long from, long to, Grid grid) implements Run {
    @Override
    public int bufferBytes() {
      return (int) (Math.max(to, chunk.disk() + chunk.length()) - chunk.disk());
    }
  }

  /**
   * A cutting grid.
   *
   * @param base disk offset of one of its lines
   * @param cell distance of its lines in bytes
   */
  record Grid(long base, int cell) {
    /** The last line that is not after the disk offset. */
    long lineAtOrBefore(long disk) {
      return disk - Math.floorMod(disk - base, (long) cell);
    }

    /** The first line that is not before the disk offset. */
    long lineAtOrAfter(long disk) {
      return lineAtOrBefore(disk + cell - 1);
    }
  }
}
