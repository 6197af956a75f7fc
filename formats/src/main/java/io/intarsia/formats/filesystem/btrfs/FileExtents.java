package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.EXTENT_DATA;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem.ExtentVisitor;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The extents of a file in their order, from any place on. For one thread. */
final class FileExtents {
  private final Volume volume;
  private final Cursor cursor;
  private final long objectId;
  private boolean more;
  private long end;

  FileExtents(Volume volume, Subvolumes subvolumes, InodeNumber inode) throws MalformedException {
    this.volume = volume;
    this.cursor = subvolumes.cursor(inode.subvolume());
    this.objectId = inode.objectId();
  }

  /** Goes to the extent that holds the offset, or else near and before what follows it. */
  void seek(long offset) throws IOException {
    more = cursor.seekBack(new Key(objectId, EXTENT_DATA, offset));
    if (!more || !cursor.isAt(objectId, EXTENT_DATA)) {
      more = cursor.seek(new Key(objectId, EXTENT_DATA, offset));
    }
    end = 0;
  }

  /**
   * The next extent that has bytes; null when there is none.
   *
   * @throws MalformedException when it is wrong, or begins before the last one ended
   */
  @Nullable FileExtent next() throws IOException {
    while (more && cursor.isAt(objectId, EXTENT_DATA)) {
      FileExtent extent = FileExtent.parse(volume, cursor);
      more = cursor.next();
      if (extent != null) {
        if (extent.start() < end) {
          throw volume.malformed("extents of inode " + objectId + ", which overlap");
        }
        end = extent.end();
        return extent;
      }
    }
    return null;
  }

  /** Visits the pieces of a file before its size, apart where chunks end. */
  static void visit(Volume volume, Subvolumes subvolumes, Inode file, ExtentVisitor visitor)
      throws IOException {
    FileExtents extents = new FileExtents(volume, subvolumes, InodeNumber.of(file.number()));
    extents.seek(0);
    FileExtent extent = extents.next();
    while (extent != null && extent.start() < file.size()) {
      long start = extent.start();
      long length = Math.min(file.size(), extent.end()) - start;
      switch (extent.state()) {
        case HOLE -> {}
        case PREALLOCATED -> visitor.extent(new Extent(start, length, Extent.Kind.ZERO, -1));
        case COMPRESSED, INLINE ->
            visitor.extent(new Extent(start, length, Extent.Kind.ELSEWHERE, -1));
        case PLAIN -> {
          long address = extent.address();
          volume
              .chunks()
              .pieces(
                  address,
                  length,
                  (at, place, n) ->
                      visitor.extent(
                          new Extent(start + (at - address), n, Extent.Kind.PLAIN, place)));
        }
      }
      extent = extents.next();
    }
  }
}
