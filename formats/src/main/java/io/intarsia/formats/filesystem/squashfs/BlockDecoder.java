package io.intarsia.formats.filesystem.squashfs;

import java.io.IOException;

/** Decompresses blocks of one kind of compression; for one thread at a time. */
interface BlockDecoder {

  /**
   * Decompresses the first {@code length} bytes of the source to the start of the target.
   *
   * @return number of bytes that came out, at most the target's length
   * @throws IOException when the block is damaged, or longer than the target
   * @throws RuntimeException likewise: the libraries are not of one mind
   */
  int decode(byte[] source, int length, byte[] target) throws IOException;

  /** The decoder of a compression of the superblock. */
  static BlockDecoder of(int compression) {
    return switch (compression) {
      case SquashfsLayout.COMPRESSION_GZIP -> new ZlibDecoder();
      case SquashfsLayout.COMPRESSION_LZMA, SquashfsLayout.COMPRESSION_XZ ->
          new LzmaDecoder(compression == SquashfsLayout.COMPRESSION_XZ);
      case SquashfsLayout.COMPRESSION_LZO -> new LzoDecoder();
      case SquashfsLayout.COMPRESSION_LZ4 -> new Lz4Decoder();
      case SquashfsLayout.COMPRESSION_ZSTD -> new ZstdDecoder();
      default -> throw new IllegalArgumentException("compression " + compression);
    };
  }
}
