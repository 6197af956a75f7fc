package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.ExtentSource;
import java.io.IOException;
import java.util.Arrays;

/**
 * Data kept in i_block and, past its 60 bytes, in the attribute system.data. A file may be longer
 * than that; the rest of it reads as zeros, as {@code ext4_read_inline_folio} and {@code
 * ext4_readpage_inline} of Linux ({@code fs/ext4/inline.c}) read it.
 */
final class InlineData {
  private InlineData() {}

  /** What is kept, up to the inode's size; never more than an attribute can hold. */
  static byte[] stored(Volume volume, RawInode inode) throws IOException {
    if (inode.size() < 0) {
      throw volume.malformed("inode " + inode.number() + ": size");
    }
    byte[] rest = continuation(volume, inode);
    byte[] stored = Arrays.copyOfRange(inode.bytes(), I_BLOCK, I_BLOCK + I_BLOCK_LENGTH);
    stored = Arrays.copyOf(stored, I_BLOCK_LENGTH + rest.length);
    System.arraycopy(rest, 0, stored, I_BLOCK_LENGTH, rest.length);
    return inode.size() < stored.length ? Arrays.copyOf(stored, (int) inode.size()) : stored;
  }

  /** All bytes of a file. */
  static ByteSource open(Volume volume, RawInode inode) throws IOException {
    byte[] stored = stored(volume, inode);
    String name = volume.source().description() + " > inode " + inode.number();
    return ExtentSource.of(
        new MemorySource(name, stored),
        name,
        inode.size(),
        pieces -> pieces.extent(new Extent(0, stored.length, Extent.Kind.PLAIN, 0)));
  }

  /** The value of system.data; empty when there is none. */
  static byte[] continuation(Volume volume, RawInode inode) throws IOException {
    return new XattrReader(volume, inode).inlineData();
  }
}
