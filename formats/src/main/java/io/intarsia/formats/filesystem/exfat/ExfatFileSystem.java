package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.ByteSource;
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

/** An exFAT file system. */
final class ExfatFileSystem implements FileSystem {
  private final Volume volume;
  private final AllocationBitmap bitmap;
  private final Directory directories;
  private final @Nullable String label;
  private final List<String> notes;

  private ExfatFileSystem(
      Volume volume, AllocationBitmap bitmap, @Nullable String label, List<String> notes) {
    this.volume = volume;
    this.bitmap = bitmap;
    this.directories = new Directory(volume, bitmap);
    this.label = label;
    this.notes = notes;
  }

  static ExfatFileSystem open(ByteSource source) throws IOException {
    Volume volume = new Volume(source, BootRegion.read(source));
    List<String> notes = new ArrayList<>();
    if (volume.boot().backup()) {
      notes.add("The main boot region is damaged; its backup is used.");
    }
    if (!volume.isWhole()) {
      notes.add("The file system is larger than its source; what lies beyond cannot be read.");
    }
    if (volume.boot().has(FLAG_DIRTY)) {
      notes.add("The file system was not unmounted cleanly.");
    }
    SystemEntries system = SystemEntries.read(volume, notes);
    AllocationBitmap bitmap = AllocationBitmap.of(volume, system);
    return new ExfatFileSystem(volume, bitmap, system.label(), List.copyOf(notes));
  }

  @Override
  public String type() {
    return "exfat";
  }

  @Override
  public String uuid() {
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
    return EntrySet.root(Directory.ROOT_NUMBER);
  }

  @Override
  public Inode inode(long number) throws IOException {
    return number == Directory.ROOT_NUMBER ? root() : directories.set(number).toInode(number);
  }

  @Override
  public void list(Inode directory, EntryVisitor visitor) throws IOException {
    if (directory.number() != Directory.ROOT_NUMBER) {
      set(directory, FileType.DIRECTORY);
    }
    directories.list(directory.number(), visitor);
  }

  @Override
  public void extents(Inode file, ExtentVisitor visitor) throws IOException {
    EntrySet set = set(file, FileType.FILE);
    long valid = set.validLength();
    long length = set.allocation().length();
    set.allocation().visit(volume, valid, visitor);
    if (length > valid) {
      visitor.extent(new Extent(valid, length - valid, Extent.Kind.ZERO, -1));
    }
  }

  @Override
  public ByteSource open(Inode file) throws IOException {
    ByteSource source = volume.source();
    String name = source.description() + " > file " + file.number();
    return ExtentSource.of(source, name, file.size(), visitor -> extents(file, visitor));
  }

  @Override
  public byte[] linkTarget(Inode link) {
    throw new IllegalArgumentException("exFAT has no symbolic links");
  }

  @Override
  public List<Xattr> xattrs(Inode inode) {
    return List.of();
  }

  @Override
  public void freeSpace(RangeVisitor visitor) throws IOException {
    bitmap.freeSpace(visitor);
  }

  private EntrySet set(Inode inode, FileType type) throws IOException {
    EntrySet set = inode.type() == type ? directories.set(inode.number()) : null;
    if (set == null || set.isDirectory() != (type == FileType.DIRECTORY)) {
      throw new IllegalArgumentException("inode " + inode.number() + " is not a " + type.label());
    }
    return set;
  }
}
