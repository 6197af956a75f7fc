package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ISO 9660 file system. */
final class IsoFileSystem implements FileSystem {
  private final Volume volume;
  private final @Nullable String uuid;
  private final @Nullable String label;
  private final List<String> notes;

  private IsoFileSystem(Volume volume, Descriptors descriptors, List<String> notes) {
    VolumeDescriptor joliet = descriptors.joliet();
    String longLabel = joliet == null ? null : joliet.label();
    this.volume = volume;
    this.uuid = descriptors.primary().uuid();
    this.label = longLabel == null ? descriptors.primary().label() : longLabel;
    this.notes = notes;
  }

  static IsoFileSystem open(ByteSource source) throws IOException {
    List<String> notes = new ArrayList<>();
    Descriptors descriptors = Descriptors.read(source, notes);
    return new IsoFileSystem(Volume.of(source, descriptors), descriptors, List.copyOf(notes));
  }

  @Override
  public String type() {
    return "iso9660";
  }

  @Override
  public @Nullable String uuid() {
    return uuid;
  }

  @Override
  public @Nullable String label() {
    return label;
  }

  @Override
  public int blockSize() {
    return BLOCK;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Inode root() throws IOException {
    return inode(volume.rootBlock() * BLOCK);
  }

  @Override
  public Inode inode(long number) throws IOException {
    return FileRecord.read(volume, number).toInode();
  }

  @Override
  public void list(Inode directory, EntryVisitor visitor) throws IOException {
    if (directory.type() != FileType.DIRECTORY) {
      throw new IllegalArgumentException("inode " + directory.number() + " is not a dir");
    }
    new DirectoryReader(volume, visitor).list(directory.number() / BLOCK);
  }

  @Override
  public void extents(Inode file, ExtentVisitor visitor) throws IOException {
    record(file, FileType.FILE).extents(visitor);
  }

  @Override
  public ByteSource open(Inode file) throws IOException {
    return record(file, FileType.FILE).open();
  }

  @Override
  public byte[] linkTarget(Inode link) throws IOException {
    return record(link, FileType.SYMLINK).target();
  }

  @Override
  public List<Xattr> xattrs(Inode inode) {
    return List.of();
  }

  @Override
  public void freeSpace(RangeVisitor visitor) throws IOException {
    throw new UnsupportedException(volume.source().description(), "no allocation map");
  }

  private FileRecord record(Inode inode, FileType type) throws IOException {
    FileRecord record = FileRecord.read(volume, inode.number());
    if (record.type() != type) {
      throw new IllegalArgumentException("inode " + inode.number() + " is not a " + type.label());
    }
    return record;
  }
}
