package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PageCache;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Metadata blocks by their positions on the disk; those that were used last are kept. A block is
 * its bytes, followed by two that say how many it takes on the disk.
 */
final class MetadataBlocks {
  private static final int KEPT = 2048;

  private final ByteSource source;
  private final long end;
  private final Decoders decoders;
  private final PageCache cache = new PageCache(KEPT);

  /**
   * @param source for many small reads
   * @param end where the file system ends
   */
  MetadataBlocks(ByteSource source, long end, Decoders decoders) {
    this.source = source;
    this.end = end;
    this.decoders = decoders;
  }

  /** The block at a position. */
  byte[] at(long position) throws IOException {
    byte[] block = cache.get(position);
    if (block == null) {
      block = read(position);
      cache.put(position, block);
    }
    return block;
  }

  /** Number of a block's bytes. */
  static int length(byte[] block) {
    return block.length - Short.BYTES;
  }

  /** Bytes that a block takes on the disk. */
  static int stored(byte[] block) {
    return LittleEndian.u16(block, length(block));
  }

  private byte[] read(long position) throws IOException {
    int header = LittleEndian.u16(plain(position, METADATA_HEADER_BYTES), 0);
    int length = header & (METADATA_UNCOMPRESSED - 1);
    if (length == 0 || length > METADATA_BYTES) {
      throw malformed("the metadata block at byte " + position + " has a bad length");
    }
    byte[] stored = plain(position + METADATA_HEADER_BYTES, length);
    boolean uncompressed = (header & METADATA_UNCOMPRESSED) != 0;
    byte[] bytes = uncompressed ? stored : decoders.decode(stored, METADATA_BYTES, position);
    byte[] block = Arrays.copyOf(bytes, bytes.length + Short.BYTES);
    LittleEndian.put16(block, bytes.length, METADATA_HEADER_BYTES + length);
    return block;
  }

  /** Bytes as they stand on the disk. */
  byte[] plain(long position, int length) throws IOException {
    if (position < SUPERBLOCK_BYTES || position > end - length) {
      throw malformed("metadata at byte " + position + " outside the file system");
    }
    return source.read(position, length);
  }

  MalformedException malformed(String what) {
    return new MalformedException(source.description(), what);
  }
}
