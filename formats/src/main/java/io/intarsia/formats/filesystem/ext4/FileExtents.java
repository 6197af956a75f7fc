package io.intarsia.formats.filesystem.ext4;

import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem.ExtentVisitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns runs of blocks into extents, apart where blocks were replayed from the journal. */
final class FileExtents implements RunVisitor {
  private final int blockSize;
  private final long size;
  private final @Nullable Overlay overlay;
  private final ExtentVisitor visitor;

  FileExtents(int blockSize, long size, @Nullable Overlay overlay, ExtentVisitor visitor) {
    this.blockSize = blockSize;
    this.size = size;
    this.overlay = overlay;
    this.visitor = visitor;
  }

  @Override
  public void run(long logical, long physical, long count, boolean written) throws IOException {
    if (!written) {
      emit(logical, count, Extent.Kind.ZERO, -1);
      return;
    }
    long done = 0;
    while (done < count) {
      long block = physical + done;
      long plain =
          overlay == null ? count : Math.min(count, overlay.nextReplaced(block) - physical);
      if (plain > done) {
        emit(logical + done, plain - done, Extent.Kind.PLAIN, block * blockSize);
        done = plain;
      } else {
        long replaced = replacedUntil(block, physical + count) - block;
        emit(logical + done, replaced, Extent.Kind.ELSEWHERE, -1);
        done += replaced;
      }
    }
  }

  private long replacedUntil(long from, long limit) {
    long end = from;
    while (end < limit && overlay != null && overlay.nextReplaced(end) == end) {
      end++;
    }
    return end;
  }

  private void emit(long logical, long count, Extent.Kind kind, long diskOffset)
      throws IOException {
    long start = logical * blockSize;
    long length = Math.min(size, start + count * blockSize) - start;
    visitor.extent(new Extent(start, length, kind, diskOffset));
  }
}
