package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.image.mapped.MappedDisk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A sparse extent: one file with a part of a disk, or all of it. */
final class SparseExtent implements AutoCloseable {
  private final GrainTables tables;
  private final CompressedGrains compressed;
  private final MappedDisk disk;

  private SparseExtent(GrainTables tables, CompressedGrains compressed, MappedDisk disk) {
    this.tables = tables;
    this.compressed = compressed;
    this.disk = disk;
  }

  /**
   * Opens an extent. Does not take the file over.
   *
   * @param header with a capacity
   * @param parent what is below this part of the disk
   */
  static SparseExtent open(ByteSource file, SparseHeader header, @Nullable ByteSource parent)
      throws IOException {
    GrainTables tables = new GrainTables(file, header);
    CompressedGrains compressed = new CompressedGrains(file, header);
    GrainMap map = new GrainMap(file, header, tables, compressed);
    return new SparseExtent(
        tables,
        compressed,
        new MappedDisk(file.description() + " > disk", header.diskBytes(), map, parent));
  }

  ByteSource disk() {
    return disk;
  }

  /** Whether a part of the map was read from its redundant copy so far. */
  boolean redundantUsed() {
    return tables.redundantUsed();
  }

  @Override
  public void close() {
    compressed.close();
  }
}
