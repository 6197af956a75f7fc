package io.intarsia.formats.filesystem.squashfs;

import java.io.IOException;

/** Reads metadata on and on, over the ends of blocks. */
final class MetadataCursor {
  private final MetadataBlocks blocks;
  private long position;
  private byte[] block;
  private int offset;

  /**
   * @param position of a metadata block
   * @param offset in its bytes
   */
  MetadataCursor(MetadataBlocks blocks, long position, int offset) throws IOException {
    this.blocks = blocks;
    this.position = position;
    this.offset = offset;
    this.block = blocks.at(position);
    if (offset > MetadataBlocks.length(block)) {
      throw blocks.malformed("place " + offset + " of the metadata block at byte " + position);
    }
  }

  /** The next bytes; the caller has bounded their number. */
  byte[] take(int length) throws IOException {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      int left = MetadataBlocks.length(block) - offset;
      if (left == 0) {
        next();
        continue;
      }
      int n = Math.min(left, length - done);
      System.arraycopy(block, offset, bytes, done, n);
      offset += n;
      done += n;
    }
    return bytes;
  }

  /** A block may be empty: each lies behind the one before, so that this ends. */
  private void next() throws IOException {
    position += MetadataBlocks.stored(block);
    block = blocks.at(position);
    offset = 0;
  }
}
