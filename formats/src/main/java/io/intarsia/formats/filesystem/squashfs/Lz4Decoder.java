package io.intarsia.formats.filesystem.squashfs;

import io.airlift.compress.lz4.Lz4Decompressor;

/** LZ4's block format, without a frame. */
final class Lz4Decoder implements BlockDecoder {
  private final Lz4Decompressor lz4 = new Lz4Decompressor();

  @Override
  public int decode(byte[] source, int length, byte[] target) {
    return lz4.decompress(source, 0, length, target, 0, target.length);
  }
}
