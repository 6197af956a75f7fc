package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import java.io.IOException;

/** Data kept in i_block and, past its 60 bytes, in the attribute system.data. */
final class InlineData {
  private InlineData() {}

  /** All of it, up to the inode's size. */
  static byte[] content(Volume volume, RawInode inode) throws IOException {
    byte[] rest = continuation(volume, inode);
    if (inode.size() < 0 || inode.size() > I_BLOCK_LENGTH + rest.length) {
      throw volume.malformed("inode " + inode.number() + ": more than its inline data");
    }
    byte[] content = new byte[(int) inode.size()];
    int inBlock = Math.min(content.length, I_BLOCK_LENGTH);
    System.arraycopy(inode.bytes(), I_BLOCK, content, 0, inBlock);
    System.arraycopy(rest, 0, content, inBlock, content.length - inBlock);
    return content;
  }

  /** The value of system.data; empty when there is none. */
  static byte[] continuation(Volume volume, RawInode inode) throws IOException {
    return new XattrReader(volume, inode).inlineData();
  }
}
