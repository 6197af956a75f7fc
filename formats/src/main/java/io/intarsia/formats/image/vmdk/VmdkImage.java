package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.BackingOpener;
import io.intarsia.formats.image.DiskImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An opened VMDK image with the extents and the parent that it names. */
public final class VmdkImage implements DiskImage {
  public static final String FORMAT = "vmdk";

  private static final int ESX_SPARSE_MAGIC = 0x44574F43;

  private final ByteSource file;
  private final @Nullable VmdkDescriptor descriptor;
  private final @Nullable DiskImage parent;
  private final VmdkExtents extents;
  private final ByteSource disk;

  private VmdkImage(
      ByteSource file,
      @Nullable VmdkDescriptor descriptor,
      @Nullable DiskImage parent,
      VmdkExtents extents)
      throws IOException {
    this.file = file;
    this.descriptor = descriptor;
    this.parent = parent;
    this.extents = extents;
    this.disk = extents.disk();
  }

  /**
   * Opens an image, which then owns the file; when opening fails the file stays open.
   *
   * @param files opens what the image names
   * @param opener opens the parent once it was found
   */
  public static VmdkImage open(ByteSource file, BackingFiles files, BackingOpener opener)
      throws IOException {
    SparseHeader header = isSparse(file) ? SparseHeader.read(file) : null;
    VmdkDescriptor descriptor = descriptor(file, header);
    DiskImage parent = openParent(file, descriptor, files, opener);
    VmdkExtents extents =
        new VmdkExtents(file.description(), parent == null ? null : parent.disk());
    try {
      if (header != null && header.capacity() > 0) {
        extents.addSparse(file, header);
      } else if (descriptor != null) {
        for (VmdkDescriptor.Extent extent : descriptor.extents()) {
          extents.add(extent, files);
        }
      }
      return new VmdkImage(file, descriptor, parent, extents);
    } catch (IOException | RuntimeException e) {
      try (parent;
          extents) {
        throw e;
      }
    }
  }

  private static boolean isSparse(ByteSource file) throws IOException {
    if (file.size() < Integer.BYTES) {
      throw new MalformedException(file.description(), "it is too short for a VMDK image");
    }
    int magic = LittleEndian.i32(file.read(0, Integer.BYTES), 0);
    if (magic == ESX_SPARSE_MAGIC) {
      throw new UnsupportedException(file.description(), "an ESX sparse extent (COWD)");
    }
    return magic == VmdkLayout.MAGIC;
  }

  /** The descriptor in the image, or the image that is one; null when there is none. */
  private static @Nullable VmdkDescriptor descriptor(ByteSource file, @Nullable SparseHeader header)
      throws IOException {
    String where = file.description();
    if (header == null) {
      if (file.size() > VmdkLayout.MAX_DESCRIPTOR_BYTES) {
        throw new MalformedException(where, "neither a VMDK extent nor a descriptor");
      }
      return VmdkDescriptor.parse(where, file.read(0, (int) file.size()));
    }
    if (header.descriptor() == 0) {
      return null;
    }
    int length = (int) header.descriptorSectors() * VmdkLayout.SECTOR;
    return VmdkDescriptor.parse(where, file.read(header.descriptor() * VmdkLayout.SECTOR, length));
  }

  private static @Nullable DiskImage openParent(
      ByteSource file,
      @Nullable VmdkDescriptor descriptor,
      BackingFiles files,
      BackingOpener opener)
      throws IOException {
    if (descriptor == null || !descriptor.hasParent()) {
      return null;
    }
    String name = descriptor.parentName();
    if (name == null) {
      throw new MalformedException(file.description(), "it has a parent but does not name it");
    }
    BackingFiles.Backing backing = files.open(name);
    DiskImage parent;
    try {
      parent = opener.open(backing, null);
    } catch (IOException | RuntimeException e) {
      backing.source().close();
      throw e;
    }
    if (parent instanceof VmdkImage vmdk
        && vmdk.descriptor != null
        && vmdk.descriptor.contentId() != descriptor.parentContentId()) {
      parent.close();
      throw new MalformedException(
          file.description(), "its parent '" + name + "' was changed since it was made");
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
    return descriptor != null && descriptor.tracked()
        ? List.of("the file that tracks changed blocks")
        : List.of();
  }

  @Override
  public List<String> notes() {
    List<String> sentences = new ArrayList<>();
    if (extents.redundantUsed()) {
      sentences.add("A grain directory is damaged; its redundant copy was used.");
    }
    if (parent != null) {
      sentences.addAll(parent.notes());
    }
    return sentences;
  }

  @Override
  public void close() throws IOException {
    try (file;
        parent;
        extents) {
      // All are closed, whichever fails.
    }
  }
}
