package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.formats.UnsupportedException;
import java.io.IOException;

/** The blocks of an inode, whichever way they are mapped. */
final class FileMap {
  private FileMap() {}

  /**
   * Visits the runs that lie before the inode's size, as long as possible each. Inline data has
   * none.
   *
   * @throws io.intarsia.formats.MalformedException when the map leaves the file system, is not in
   *     order, or names more blocks than there are
   */
  static void visit(Volume volume, RawInode inode, RunVisitor visitor) throws IOException {
    if (inode.size() < 0) {
      throw volume.malformed("inode " + inode.number() + ": size");
    }
    if (inode.has(FLAG_COMPRESSED)) {
      throw new UnsupportedException(
          volume.source().description(), "inode " + inode.number() + ": compressed file");
    }
    if (inode.has(FLAG_INLINE_DATA)) {
      return;
    }
    RunMerger merger = new RunMerger(volume, inode, visitor);
    if (inode.has(FLAG_EXTENTS)) {
      new ExtentTree(volume, inode, merger).walk();
    } else {
      new BlockMap(volume, inode, merger).walk();
    }
    merger.finish();
  }
}
