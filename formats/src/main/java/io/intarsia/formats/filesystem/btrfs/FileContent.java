package io.intarsia.formats.filesystem.btrfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file or link. Nothing is read before it is asked for, and nothing kept, so that it
 * costs little to open one for each piece.
 */
final class FileContent implements ByteSource {
  private final Volume volume;
  private final Subvolumes subvolumes;
  private final CompressedExtents compressed;
  private final Inode inode;

  FileContent(Volume volume, Subvolumes subvolumes, CompressedExtents compressed, Inode inode) {
    this.volume = volume;
    this.subvolumes = subvolumes;
    this.compressed = compressed;
    this.inode = inode;
  }

  @Override
  public long size() {
    return inode.size();
  }

  @Override
  public String description() {
    InodeNumber name = InodeNumber.of(inode.number());
    return volume.source().description()
        + " > inode "
        + name.objectId()
        + " of subvolume "
        + name.subvolume();
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    FileExtents extents = from(offset);
    long end = offset + length;
    long position = offset;
    FileExtent extent = extents.next();
    while (extent != null && extent.start() < end) {
      long from = Math.max(position, extent.start());
      long to = Math.min(end, extent.end());
      if (from < to && extent.hasData()) {
        int at = targetOffset + (int) (from - offset);
        Arrays.fill(target, targetOffset + (int) (position - offset), at, (byte) 0);
        read(extent, from, target, at, (int) (to - from));
        position = to;
      }
      extent = extents.next();
    }
    Arrays.fill(target, targetOffset + (int) (position - offset), targetOffset + length, (byte) 0);
  }

  private void read(FileExtent extent, long from, byte[] target, int at, int length)
      throws IOException {
    long inExtent = from - extent.start();
    if (extent.state() == FileExtent.State.PLAIN) {
      volume.read(extent.address() + inExtent, target, at, length);
    } else {
      byte[] bytes = compressed.bytes(extent);
      int skip = extent.stored() == null ? extent.inlineAt() : extent.skip();
      System.arraycopy(bytes, skip + (int) inExtent, target, at, length);
    }
  }

  private FileExtents from(long offset) throws IOException {
    FileExtents extents = new FileExtents(volume, subvolumes, InodeNumber.of(inode.number()));
    extents.seek(offset);
    return extents;
  }

  @Override
  public long nextData(long offset) throws IOException {
    if (offset >= size()) {
      return size();
    }
    FileExtent extent = dataEndingAfter(from(offset), offset);
    return extent == null ? size() : Math.min(size(), Math.max(offset, extent.start()));
  }

  @Override
  public long nextHole(long offset) throws IOException {
    long end = offset;
    FileExtents extents = from(offset);
    FileExtent extent = dataEndingAfter(extents, offset);
    while (extent != null && extent.start() <= end && end < size()) {
      end = extent.end();
      extent = dataEndingAfter(extents, end);
    }
    return Math.min(end, size());
  }

  private static @Nullable FileExtent dataEndingAfter(FileExtents extents, long offset)
      throws IOException {
    FileExtent extent = extents.next();
    while (extent != null && (extent.end() <= offset || !extent.hasData())) {
      extent = extents.next();
    }
    return extent;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
