package io.intarsia.formats.image.vhd;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.BackingOpener;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.mapped.MappedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An opened VHD image with the parent that it names. */
public final class VhdImage implements DiskImage {
  public static final String FORMAT = "vhd";

  private final ByteSource file;
  private final VhdFooter footer;
  private final @Nullable DiskImage parent;
  private final ByteSource disk;

  private VhdImage(ByteSource file, VhdFooter footer, @Nullable DiskImage parent, ByteSource disk) {
    this.file = file;
    this.footer = footer;
    this.parent = parent;
    this.disk = disk;
  }

  /**
   * Opens an image, which then owns the file; when opening fails the file stays open.
   *
   * @param files opens the parent that the image names
   * @param opener reads it
   */
  public static VhdImage open(ByteSource file, BackingFiles files, BackingOpener opener)
      throws IOException {
    VhdFooter footer = VhdFooter.read(file);
    long size = footer.diskSize();
    if (footer.kind() == VhdLayout.KIND_FIXED) {
      if (size > file.size() - VhdLayout.FOOTER_BYTES) {
        throw new MalformedException(
            file.description(), "the VHD file is shorter than its disk of " + size + " bytes");
      }
      return new VhdImage(file, footer, null, file.slice("disk", 0, size));
    }
    DynamicHeader header = DynamicHeader.read(file, footer.dynamicHeader(), size);
    boolean differencing = footer.kind() == VhdLayout.KIND_DIFFERENCING;
    DiskImage parent = differencing ? openParent(file, header, files, opener) : null;
    return new VhdImage(
        file,
        footer,
        parent,
        new MappedDisk(
            file.description() + " > disk",
            size,
            new VhdMap(file, header, differencing),
            parent == null ? null : parent.disk()));
  }

  private static DiskImage openParent(
      ByteSource file, DynamicHeader header, BackingFiles files, BackingOpener opener)
      throws IOException {
    BackingFiles.Backing backing = files.open(header.parentName());
    DiskImage parent;
    try {
      parent = opener.open(backing, FORMAT);
    } catch (IOException | RuntimeException e) {
      backing.source().close();
      throw e;
    }
    if (parent instanceof VhdImage vhd && !vhd.footer.uuid().equals(header.parentUuid())) {
      parent.close();
      throw new MalformedException(
          file.description(),
          "'" + header.parentName() + "' is not the parent that it was made of");
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
    return footer.savedState() ? List.of("the saved state of the virtual machine") : List.of();
  }

  @Override
  public List<String> notes() {
    List<String> sentences = new ArrayList<>();
    if (footer.isCopy()) {
      sentences.add("The VHD footer is damaged; its copy was used.");
    }
    if (disk.size() < footer.currentSize()) {
      sentences.add(
          "The VHD footer states "
              + footer.currentSize()
              + " bytes; guests see the "
              + disk.size()
              + " bytes of its geometry.");
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
