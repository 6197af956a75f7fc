package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.BackingOpener;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.mapped.MappedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An opened VHDX image with the parent that it names. */
public final class VhdxImage implements DiskImage {
  public static final String FORMAT = "vhdx";

  private final ByteSource file;
  private final VhdxHeader header;
  private final VhdxMetadata metadata;
  private final @Nullable DiskImage parent;
  private final MappedDisk disk;

  private VhdxImage(
      ByteSource file,
      VhdxHeader header,
      VhdxMetadata metadata,
      @Nullable DiskImage parent,
      MappedDisk disk) {
    this.file = file;
    this.header = header;
    this.metadata = metadata;
    this.parent = parent;
    this.disk = disk;
  }

  /**
   * Opens an image, which then owns the file; when opening fails the file stays open.
   *
   * @param files opens the parent that the image names
   * @param opener reads it
   */
  public static VhdxImage open(ByteSource file, BackingFiles files, BackingOpener opener)
      throws IOException {
    if (file.size() < Long.BYTES
        || LittleEndian.i64(file.read(0, Long.BYTES), 0) != VhdxLayout.FILE_MAGIC) {
      throw new MalformedException(file.description(), "it has no VHDX file identifier");
    }
    VhdxHeader header = VhdxHeader.read(file);
    ByteSource replayed = header.hasLog() ? VhdxLog.replay(file, header) : file;
    VhdxRegions regions = VhdxRegions.read(replayed);
    VhdxMetadata metadata = VhdxMetadata.read(regions.metadata());
    VhdxMap map = new VhdxMap(replayed, regions.blockTable(), metadata);
    ParentLocator locator = metadata.parent();
    DiskImage parent = locator == null ? null : openParent(file, locator, files, opener);
    MappedDisk disk =
        new MappedDisk(
            file.description() + " > disk",
            metadata.diskSize(),
            map,
            parent == null ? null : parent.disk());
    return new VhdxImage(file, header, metadata, parent, disk);
  }

  private static DiskImage openParent(
      ByteSource file, ParentLocator locator, BackingFiles files, BackingOpener opener)
      throws IOException {
    BackingFiles.Backing backing = files.open(locator.name());
    DiskImage parent;
    try {
      parent = opener.open(backing, FORMAT);
    } catch (IOException | RuntimeException e) {
      backing.source().close();
      throw e;
    }
    if (parent instanceof VhdxImage vhdx
        && !locator.linkages().contains(vhdx.header.dataWriteId().toString())) {
      parent.close();
      throw new MalformedException(
          file.description(), "its parent '" + locator.name() + "' was changed since it was made");
    }
    return parent;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public ByteSource disk() {
    return disk;
  }

  @Override
  public List<String> leftOut() {
    return metadata.foreign() == 0
        ? List.of()
        : List.of(
            metadata.foreign() + " VHDX metadata item" + (metadata.foreign() == 1 ? "" : "s"));
  }

  @Override
  public List<String> notes() {
    List<String> sentences = new ArrayList<>();
    if (header.hasLog()) {
      sentences.add("The VHDX image was not closed properly; its log was replayed in memory.");
    }
    if (parent != null) {
      sentences.addAll(parent.notes());
    }
    return sentences;
  }

  @Override
  public void close() throws IOException {
    try (file;
        parent) {
      // Both are closed, whichever fails.
    }
  }
}
