package io.intarsia.formats.filesystem.ext4;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.ExtentSource;
import java.io.IOException;

/** The bytes of an inode whose data are in blocks. */
final class FileContent {
  private FileContent() {}

  static ByteSource open(Volume volume, RawInode inode) throws IOException {
    ByteSource disk = volume.source();
    String name = disk.description() + " > inode " + inode.number();
    int blockSize = volume.blockSize();
    return ExtentSource.of(
        disk,
        name,
        inode.size(),
        pieces ->
            FileMap.visit(
                volume,
                inode,
                (logical, physical, count, written) -> {
                  if (written) {
                    long start = logical * blockSize;
                    long end = Math.min(inode.size(), (logical + count) * blockSize);
                    pieces.extent(
                        new Extent(start, end - start, Extent.Kind.PLAIN, physical * blockSize));
                  }
                }));
  }
}
