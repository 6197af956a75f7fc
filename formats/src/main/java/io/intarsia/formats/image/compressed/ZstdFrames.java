package io.intarsia.formats.image.compressed;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A zstd file (RFC 8878): one frame after the other. The library's own stream takes a file for
 * complete that ends within a small last frame.
 */
final class ZstdFrames extends BulkStream {
  private static final int BUFFER_BYTES = 1 << 17;

  private final InputStream in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] step = new byte[BUFFER_BYTES];
  private final ByteBuffer packed = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private boolean inFrame;

  ZstdFrames(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!plain.hasRemaining()) {
      if (needsInput() && !fill()) {
        if (inFrame) {
          throw new EOFException("unexpected end");
        }
        return -1;
      }
      plain.clear();
      inFrame = !context.decompressDirectByteBufferStream(plain, packed);
      plain.flip();
    }
    int n = Math.min(length, plain.remaining());
    plain.get(target, offset, n);
    return n;
  }

  /** Within a frame, a decoder that filled its output may hold more of it. */
  private boolean needsInput() {
    boolean full = plain.limit() == plain.capacity();
    return !packed.hasRemaining() && !(inFrame && full);
  }

  private boolean fill() throws IOException {
    int n = Math.max(0, in.read(step, 0, step.length));
    packed.clear().put(step, 0, n).flip();
    return n > 0;
  }

  @Override
  public void close() {
    context.close();
  }
}
