package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.mapped.JoinedDisk;
import io.intarsia.formats.image.mapped.ZeroDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The opened extents of a disk, in order, with the files that they are in. */
final class VmdkExtents implements AutoCloseable {
  private final String description;
  private final @Nullable ByteSource parent;
  private final List<ByteSource> files = new ArrayList<>();
  private final List<SparseExtent> sparse = new ArrayList<>();
  private final List<ByteSource> parts = new ArrayList<>();
  private long size;

  /**
   * @param parent what is below the whole disk
   */
  VmdkExtents(String description, @Nullable ByteSource parent) {
    this.description = description;
    this.parent = parent;
  }

  /** Adds a sparse extent, whose file stays the caller's. */
  void addSparse(ByteSource file, SparseHeader header) throws IOException {
    SparseExtent extent = SparseExtent.open(file, header, parentAt(size, header.diskBytes()));
    sparse.add(extent);
    add(extent.disk());
  }

  /** Opens what a descriptor names and adds it. */
  void add(VmdkDescriptor.Extent extent, BackingFiles allowed) throws IOException {
    if (extent.access().equals("NOACCESS")) {
      throw new UnsupportedException(description, "a VMDK extent that must not be read");
    }
    switch (extent.type()) {
      case "ZERO" -> add(new ZeroDisk(description, extent.sectors() * VmdkLayout.SECTOR));
      case "FLAT", "VMFS" -> addFlat(extent, open(extent, allowed));
      case "SPARSE" -> addSparse(extent, open(extent, allowed));
      default ->
          throw new UnsupportedException(description, "VMDK extents of type " + extent.type());
    }
  }

  private ByteSource open(VmdkDescriptor.Extent extent, BackingFiles allowed) throws IOException {
    ByteSource file = allowed.open(extent.name()).source();
    files.add(file);
    return file;
  }

  private void addFlat(VmdkDescriptor.Extent extent, ByteSource file) throws IOException {
    long place = extent.place() * VmdkLayout.SECTOR;
    long length = extent.sectors() * VmdkLayout.SECTOR;
    if (!Ranges.fits(place, length, file.size())) {
      throw new MalformedException(
          file.description(), "it is shorter than the VMDK descriptor says");
    }
    add(file.slice("extent", place, length));
  }

  private void addSparse(VmdkDescriptor.Extent extent, ByteSource file) throws IOException {
    SparseHeader header = SparseHeader.read(file);
    if (header.capacity() != extent.sectors()) {
      throw new MalformedException(
          file.description(), "its capacity is not what the VMDK descriptor says");
    }
    addSparse(file, header);
  }

  private void add(ByteSource part) throws IOException {
    parts.add(part);
    size += part.size();
    if (size > VmdkLayout.MAX_SECTORS * VmdkLayout.SECTOR) {
      throw new MalformedException(description, "an impossible VMDK capacity: " + size);
    }
  }

  private @Nullable ByteSource parentAt(long offset, long length) throws IOException {
    if (parent == null || offset >= parent.size()) {
      return null;
    }
    return offset == 0
        ? parent
        : parent.slice("extent", offset, Math.min(length, parent.size() - offset));
  }

  /** The whole disk. */
  ByteSource disk() throws MalformedException {
    if (parts.isEmpty()) {
      throw new MalformedException(description, "the VMDK descriptor names no extents");
    }
    return parts.size() == 1 ? parts.getFirst() : new JoinedDisk(description + " > disk", parts);
  }

  boolean redundantUsed() {
    return sparse.stream().anyMatch(SparseExtent::redundantUsed);
  }

  @Override
  public void close() throws IOException {
    sparse.forEach(SparseExtent::close);
    IOException failure = null;
    for (ByteSource file : files) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
