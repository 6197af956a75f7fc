package io.intarsia.library.checkout;

import io.intarsia.formats.image.mapped.BlockWriter;
import io.intarsia.formats.image.mapped.DataBlocks;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.view.ImageView;
import java.io.IOException;
import java.nio.file.Path;

/** An image file of a format that has a place for each block with data. */
final class ContainerSink implements DiskSink {
  private final NewFile file;
  private final BlockWriter writer;

  private ContainerSink(NewFile file, BlockWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Begins an image; goes through the block map once to learn where data is. */
  static ContainerSink create(
      ContainerFormat format, Path target, ObjectSource objects, BlockMap map) throws IOException {
    format.requireHolds(map.diskSize());
    DataBlocks data = new DataBlocks(map.diskSize(), format.blockBytes(map.diskSize()));
    for (long pos = map.nextStored(0);
        pos < map.diskSize();
        pos = map.nextStored(pos + BlockMap.SEGMENT_BYTES)) {
      ImageView.visitChunks(
          objects, map, pos, pos + 1, (disk, _, _, length) -> data.add(disk, length));
    }
    NewFile file = NewFile.create(target);
    try {
      return new ContainerSink(
          file, format.writer(file.channel(), data, nameForDescriptor(target)));
    } catch (IOException | RuntimeException e) {
      try (file) {
        throw e;
      }
    }
  }

  /** The name of the file, or a plain one where a descriptor could not hold it. */
  static String nameForDescriptor(Path file) {
    String name = file.getFileName() + "";
    boolean plain = name.length() <= 255 && name.chars().allMatch(c -> c >= ' ' && c != '"');
    return plain ? name : "disk.vmdk";
  }

  @Override
  public void write(long diskOffset, byte[] bytes, int offset, int length, int zeros)
      throws IOException {
    writer.write(diskOffset, bytes, offset, length);
  }

  @Override
  public boolean wantsZeros() {
    return false;
  }

  @Override
  public void finish() throws IOException {
    writer.finish();
    file.keep();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
