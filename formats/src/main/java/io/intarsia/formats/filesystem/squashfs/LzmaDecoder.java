package io.intarsia.formats.filesystem.squashfs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.SingleXZInputStream;

/** One .xz stream, or the older .lzma format. */
final class LzmaDecoder implements BlockDecoder {
  private static final int MEMORY_LIMIT_KIB = 16 << 10;

  private final boolean xz;
  private final ArrayCache arrays = new BasicArrayCache();

  LzmaDecoder(boolean xz) {
    this.xz = xz;
  }

  @Override
  public int decode(byte[] source, int length, byte[] target) throws IOException {
    try (InputStream in = open(new ByteArrayInputStream(source, 0, length))) {
      int done = in.readNBytes(target, 0, target.length);
      if (in.read() >= 0) {
        throw new IOException("too long");
      }
      return done;
    }
  }

  private InputStream open(InputStream in) throws IOException {
    return xz
        ? new SingleXZInputStream(in, MEMORY_LIMIT_KIB, arrays)
        : new LZMAInputStream(in, MEMORY_LIMIT_KIB, arrays);
  }
}
