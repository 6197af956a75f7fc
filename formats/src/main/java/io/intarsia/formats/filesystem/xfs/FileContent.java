package io.intarsia.formats.filesystem.xfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.ExtentSource;
import java.io.IOException;

/** The bytes of a fork whose data are in blocks. */
final class FileContent {
  private FileContent() {}

  /**
   * @param disk what the blocks are read from
   * @param size in bytes; what lies beyond is left out
   */
  static ExtentSource open(Volume volume, ByteSource disk, RawInode inode, Fork fork, long size)
      throws IOException {
    String name = disk.description() + " > inode " + inode.number();
    return ExtentSource.of(
        disk,
        name,
        size,
        pieces ->
            FileMap.visit(
                volume,
                inode,
                fork,
                volume.blocksFor(size),
                (logical, physical, count, written) -> {
                  if (written) {
                    long start = logical * volume.blockSize();
                    long end = volume.endInFile(logical + count, size);
                    pieces.extent(
                        new Extent(start, end - start, Extent.Kind.PLAIN, volume.offset(physical)));
                  }
                }));
  }
}
