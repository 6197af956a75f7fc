package io.intarsia.library.checkout;

import io.intarsia.formats.image.mapped.ImageFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A raw image file; what is not written, and blocks of zeros, stay holes. A large one goes past the
 * page cache: the disk has to be waited for in any case, and what others have in the cache stays.
 */
final class RawFileSink implements DiskSink {
  private final NewFile file;

  private final ImageFileWriter plain;
  private @Nullable GatheredBlocks gathered;

  RawFileSink(Path target, long size) throws IOException {
    this.file = NewFile.create(target);
    this.plain = new ImageFileWriter(file.channel(), size);
  }

  @Override
  public void expect(long bytes) {
    if (bytes > Writeback.backgroundBytes()) {
      gathered = new GatheredBlocks(file.direct());
    }
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length, int zeros)
      throws IOException {
    DataRuns.visit(
        diskOffset,
        bytes,
        offset,
        length,
        (from, count) ->
            writeRun(
                diskOffset + from,
                bytes,
                offset + from,
                count,
                from + count == length ? zeros : 0));
  }

  private void writeRun(long diskOffset, byte[] bytes, int offset, int length, int zeros)
      throws IOException {
    GatheredBlocks blocks = gathered;
    if (blocks == null) {
      plain.put(bytes, offset, length, diskOffset);
      return;
    }
    int head = (int) (-diskOffset & (GatheredBlocks.BLOCK - 1));
    int tail = zeros > 0 ? 0 : (int) ((diskOffset + length) & (GatheredBlocks.BLOCK - 1));
    int whole = length - head - tail;
    if (whole <= 0) {
      plain.put(bytes, offset, length, diskOffset);
      return;
    }
    if (head > 0) {
      plain.put(bytes, offset, head, diskOffset);
    }
    blocks.write(diskOffset + head, bytes, offset + head, whole, zeros);
    if (tail > 0) {
      plain.put(bytes, offset + head + whole, tail, diskOffset + head + whole);
    }
  }

  @Override
  public boolean wantsZeros() {
    return false;
  }

  @Override
  public void finish() throws IOException {
    if (gathered != null) {
      gathered.finish();
    }
    file.keep();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      if (gathered != null) {
        gathered.close();
      }
    }
  }
}
