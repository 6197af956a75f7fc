package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PageCache;
import io.intarsia.formats.MalformedException;
import java.io.IOException;

/**
 * Data and fragment blocks. Of both those that were used last are kept, apart, so that a large file
 * does not push the ends of small ones out.
 */
final class DataBlocks {
  private static final int KEPT_BYTES = 16 << 20;

  private final ByteSource source;
  private final Superblock superblock;
  private final Decoders decoders;
  private final PageCache data;
  private final PageCache fragments;

  DataBlocks(ByteSource source, Superblock superblock, Decoders decoders) {
    this.source = source;
    this.superblock = superblock;
    this.decoders = decoders;
    this.data = new PageCache(KEPT_BYTES / superblock.blockSize());
    this.fragments = new PageCache(KEPT_BYTES / superblock.blockSize());
  }

  /** Bytes that a block of this size takes on the disk. */
  static int stored(int size) {
    return size & (BLOCK_UNCOMPRESSED - 1);
  }

  /** Whether a block stands on the disk as it is. */
  static boolean isPlain(int size) {
    return (size & BLOCK_UNCOMPRESSED) != 0;
  }

  /**
   * Checks a block's place.
   *
   * @param size as it stands in a file's list or in the table of fragments
   */
  void check(long position, int size) throws MalformedException {
    int length = stored(size);
    boolean good =
        size >>> 25 == 0
            && length <= superblock.blockSize()
            && position >= SUPERBLOCK_BYTES
            && position <= superblock.bytesUsed() - length;
    if (!good) {
      throw new MalformedException(
          source.description(), "a block of " + length + " bytes at byte " + position);
    }
  }

  /** Reads bytes of a data block of {@code length} bytes that is not plain. */
  void readData(long position, int size, int length, int from, byte[] to, int toOffset, int count)
      throws IOException {
    byte[] block = block(data, position, size, length);
    if (block.length != length) {
      throw new MalformedException(
          source.description(),
          "the block at byte " + position + " has " + block.length + " bytes, not " + length);
    }
    System.arraycopy(block, from, to, toOffset, count);
  }

  /** Reads bytes of a fragment block that is not plain. */
  void readFragment(long position, int size, long from, byte[] to, int toOffset, int count)
      throws IOException {
    byte[] block = block(fragments, position, size, superblock.blockSize());
    if (from > block.length - count) {
      throw new MalformedException(
          source.description(), "the fragment block at byte " + position + " is too short");
    }
    System.arraycopy(block, (int) from, to, toOffset, count);
  }

  private byte[] block(PageCache cache, long position, int size, int maxBytes) throws IOException {
    byte[] block = cache.get(position);
    if (block == null) {
      check(position, size);
      block = decoders.decode(source.read(position, stored(size)), maxBytes, position);
      cache.put(position, block);
    }
    return block;
  }
}
