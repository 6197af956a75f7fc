package io.intarsia.formats.filesystem.fat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.ExtentSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A FAT12, FAT16 or FAT32 file system. */
final class FatFileSystem implements FileSystem {
  private static final String NO_NAME = "NO NAME";

  private final Volume volume;
  private final @Nullable String label;
  private final List<String> notes;

  private FatFileSystem(Volume volume, @Nullable String label, List<String> notes) {
    this.volume = volume;
    this.label = label;
    this.notes = notes;
  }

  static FatFileSystem open(ByteSource source) throws IOException {
    BootSector boot = BootSector.read(source);
    if (boot.dataOffset() > source.size()) {
      throw new MalformedException(source.description(), "its FATs reach past its end");
    }
    Volume volume = new Volume(source, boot);
    List<String> notes = new ArrayList<>();
    if (!volume.isWhole()) {
      notes.add("The file system is larger than its source; what lies beyond cannot be read.");
    }
    if (volume.links().usesCopy()) {
      notes.add("The first FAT is damaged; its copy is used.");
    }
    if (volume.boot().dirty()) {
      notes.add("The file system was not unmounted cleanly.");
    }
    return new FatFileSystem(volume, label(volume), List.copyOf(notes));
  }

  /** The root directory's label goes before the boot sector's, which few tools keep up to date. */
  private static @Nullable String label(Volume volume) throws IOException {
    DirectoryReader reader = new DirectoryReader(volume, (name, number) -> {});
    try {
      reader.root();
    } catch (MalformedException ignored) {
      // Whoever lists the root is told.
    }
    if (reader.label() != null) {
      return reader.label();
    }
    byte[] stored = volume.boot().label();
    String label = stored.length == 0 ? null : ShortName.label(stored, 0);
    return NO_NAME.equals(label) ? null : label;
  }

  @Override
  public String type() {
    return "vfat";
  }

  @Override
  public @Nullable String uuid() {
    return volume.boot().serial();
  }

  @Override
  public @Nullable String label() {
    return label;
  }

  @Override
  public int blockSize() {
    return volume.boot().clusterBytes();
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Inode root() {
    return DirectoryEntry.root(Volume.ROOT_NUMBER);
  }

  @Override
  public Inode inode(long number) throws IOException {
    return number == Volume.ROOT_NUMBER ? root() : volume.entry(number).toInode(number);
  }

  @Override
  public void list(Inode directory, EntryVisitor visitor) throws IOException {
    DirectoryReader reader = new DirectoryReader(volume, visitor);
    if (directory.number() == Volume.ROOT_NUMBER) {
      reader.root();
    } else {
      reader.chain(directory.number(), entry(directory, FileType.DIRECTORY).cluster());
    }
  }

  @Override
  public void extents(Inode file, ExtentVisitor visitor) throws IOException {
    DirectoryEntry entry = entry(file, FileType.FILE);
    long size = entry.size();
    if (size == 0) {
      return;
    }
    BootSector boot = volume.boot();
    Chain chain = new Chain(volume, entry.cluster());
    long start = 0;
    long place = boot.clusterOffset(chain.cluster());
    long end = boot.clusterBytes();
    while (end < size) {
      if (!chain.advance()) {
        throw volume.malformed("file " + file.number() + ": its chain is shorter than its size");
      }
      long next = boot.clusterOffset(chain.cluster());
      if (next != place + (end - start)) {
        emit(start, end, place, visitor);
        start = end;
        place = next;
      }
      end += boot.clusterBytes();
    }
    emit(start, size, place, visitor);
  }

  private void emit(long start, long end, long place, ExtentVisitor visitor) throws IOException {
    if (place + (end - start) > volume.source().size()) {
      throw volume.malformed("a file reaches past the end of the source");
    }
    visitor.extent(new Extent(start, end - start, Extent.Kind.PLAIN, place));
  }

  @Override
  public ByteSource open(Inode file) throws IOException {
    ByteSource source = volume.source();
    String name = source.description() + " > file " + file.number();
    return ExtentSource.of(source, name, file.size(), visitor -> extents(file, visitor));
  }

  @Override
  public byte[] linkTarget(Inode link) {
    throw new IllegalArgumentException("FAT has no symbolic links");
  }

  @Override
  public List<Xattr> xattrs(Inode inode) {
    return List.of();
  }

  @Override
  public void freeSpace(RangeVisitor visitor) throws IOException {
    new FreeClusters(volume).visit(visitor);
  }

  private DirectoryEntry entry(Inode inode, FileType type) throws IOException {
    if (inode.type() != type) {
      throw new IllegalArgumentException("inode " + inode.number() + " is not a " + type.label());
    }
    DirectoryEntry entry = volume.entry(inode.number());
    if (entry.isDirectory() != (type == FileType.DIRECTORY)) {
      throw new IllegalArgumentException("inode " + inode.number() + " is not a " + type.label());
    }
    return entry;
  }
}
