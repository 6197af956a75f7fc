package io.intarsia.library.checkout;

import io.intarsia.formats.image.qcow2.DataClusters;
import io.intarsia.formats.image.qcow2.Qcow2Writer;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.view.ImageView;
import java.io.IOException;
import java.nio.file.Path;

/** A qcow2 image file with a cluster for every 64 KiB that hold data. */
final class Qcow2Sink implements DiskSink {
  private final NewFile file;
  private final Qcow2Writer writer;

  private Qcow2Sink(NewFile file, Qcow2Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Begins an image; goes through the block map once to learn where data is. */
  static Qcow2Sink create(Path target, ObjectSource objects, BlockMap map) throws IOException {
    DataClusters clusters = new DataClusters(map.diskSize());
    for (long pos = map.nextStored(0);
        pos < map.diskSize();
        pos = map.nextStored(pos + BlockMap.SEGMENT_BYTES)) {
      ImageView.visitChunks(
          objects, map, pos, pos + 1, (disk, _, _, length) -> clusters.add(disk, length));
    }
    NewFile file = NewFile.create(target);
    return new Qcow2Sink(file, Qcow2Writer.create(file.channel(), clusters));
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
