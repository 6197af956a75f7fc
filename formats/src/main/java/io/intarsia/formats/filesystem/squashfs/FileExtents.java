package io.intarsia.formats.filesystem.squashfs;

import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem.ExtentVisitor;
import java.io.IOException;

/** Turns a file's blocks into extents as long as possible. */
final class FileExtents {
  private final ExtentVisitor visitor;
  private long start;
  private long length;
  private long place;

  private FileExtents(ExtentVisitor visitor) {
    this.visitor = visitor;
  }

  static void visit(FileBlocks blocks, ExtentVisitor visitor) throws IOException {
    FileExtents extents = new FileExtents(visitor);
    for (int i = 0; i < blocks.count(); i++) {
      if (!blocks.isHole(i)) {
        boolean plain = DataBlocks.isPlain(blocks.stored(i));
        extents.add(
            (long) i * blocks.blockSize(), blocks.length(i), plain ? blocks.position(i) : -1);
      }
    }
    FileBlocks.Tail tail = blocks.tail();
    if (tail.length() > 0) {
      boolean plain = DataBlocks.isPlain(tail.size());
      extents.add(
          blocks.size() - tail.length(),
          tail.length(),
          plain ? tail.position() + tail.offset() : -1);
    }
    extents.flush();
  }

  /**
   * @param newPlace on the disk, -1 for bytes that are not in place
   */
  private void add(long newStart, int newLength, long newPlace) throws IOException {
    boolean goesOn =
        length > 0
            && newStart == start + length
            && (place < 0 ? newPlace < 0 : newPlace == place + length);
    if (!goesOn) {
      flush();
      start = newStart;
      place = newPlace;
    }
    length += newLength;
  }

  private void flush() throws IOException {
    if (length > 0) {
      Extent.Kind kind = place < 0 ? Extent.Kind.ELSEWHERE : Extent.Kind.PLAIN;
      visitor.extent(new Extent(start, length, kind, place));
      length = 0;
    }
  }
}
