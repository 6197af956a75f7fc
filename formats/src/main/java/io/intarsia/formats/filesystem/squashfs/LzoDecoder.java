package io.intarsia.formats.filesystem.squashfs;

import io.airlift.compress.lzo.LzoDecompressor;

/** LZO1X without a header. */
final class LzoDecoder implements BlockDecoder {
  private final LzoDecompressor lzo = new LzoDecompressor();

  @Override
  public int decode(byte[] source, int length, byte[] target) {
    return lzo.decompress(source, 0, length, target, 0, target.length);
  }
}
