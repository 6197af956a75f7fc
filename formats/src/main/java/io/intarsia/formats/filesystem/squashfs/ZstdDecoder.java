package io.intarsia.formats.filesystem.squashfs;

import com.github.luben.zstd.Zstd;
import java.io.IOException;

/** One zstd frame, decompressed in one call, so that no window is allocated for it. */
final class ZstdDecoder implements BlockDecoder {

  @Override
  public int decode(byte[] source, int length, byte[] target) throws IOException {
    long size = Zstd.decompressByteArray(target, 0, target.length, source, 0, length);
    if (Zstd.isError(size)) {
      throw new IOException(Zstd.getErrorName(size));
    }
    return (int) size;
  }
}
