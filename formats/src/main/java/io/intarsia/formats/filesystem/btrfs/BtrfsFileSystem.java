package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A btrfs file system as it is seen when its top level, subvolume 5, is mounted. */
final class BtrfsFileSystem implements FileSystem {
  private static final int MAX_LINK_TARGET = 65535;

  private final Volume volume;
  private final Subvolumes subvolumes;
  private final Inodes inodes;
  private final CompressedExtents compressed;
  private final List<String> notes;

  private BtrfsFileSystem(Volume volume, Subvolumes subvolumes) {
    this.volume = volume;
    this.subvolumes = subvolumes;
    this.inodes = new Inodes(volume, subvolumes);
    this.compressed = new CompressedExtents(volume);
    this.notes = notes(volume);
  }

  static BtrfsFileSystem open(ByteSource source) throws IOException {
    Volume volume = Volume.open(source);
    return new BtrfsFileSystem(volume, Subvolumes.read(volume));
  }

  private static List<String> notes(Volume volume) {
    Superblock superblock = volume.superblock();
    List<String> notes = new ArrayList<>();
    if (superblock.logRoot() != 0) {
      notes.add("The log was not replayed: what was synced last before a crash is not seen.");
    }
    if (superblock.has(FLAG_ERROR)) {
      notes.add("The file system is marked as having errors.");
    }
    if (!superblock.checksum().verified()) {
      notes.add("Its checksums, BLAKE2b, were not verified.");
    }
    if (superblock.deviceBytes() > volume.source().size()) {
      notes.add("The file system is larger than its source; what lies beyond cannot be read.");
    }
    return List.copyOf(notes);
  }

  @Override
  public String type() {
    return "btrfs";
  }

  @Override
  public String uuid() {
    return volume.superblock().uuidText();
  }

  @Override
  public @Nullable String label() {
    return volume.superblock().label();
  }

  @Override
  public int blockSize() {
    return volume.superblock().sectorSize();
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Inode root() throws IOException {
    long directory = subvolumes.root(0).directory();
    if (!InodeNumber.hasNumber(directory)) {
      throw volume.malformed("root directory");
    }
    Inode root = inode(InodeNumber.of(0, directory));
    if (root.type() != FileType.DIRECTORY) {
      throw volume.malformed("root directory");
    }
    return root;
  }

  @Override
  public Inode inode(long number) throws IOException {
    return inodes.get(number);
  }

  @Override
  public void list(Inode directory, EntryVisitor visitor) throws IOException {
    InodeNumber number = require(directory, FileType.DIRECTORY);
    if (!number.placeholder()) {
      new DirectoryReader(volume, subvolumes, inodes, number, visitor).list();
    }
  }

  @Override
  public void extents(Inode file, ExtentVisitor visitor) throws IOException {
    require(file, FileType.FILE);
    FileExtents.visit(volume, subvolumes, file, visitor);
  }

  @Override
  public ByteSource open(Inode file) {
    require(file, FileType.FILE);
    return content(file);
  }

  private ByteSource content(Inode inode) {
    return new FileContent(volume, subvolumes, compressed, inode);
  }

  @Override
  public byte[] linkTarget(Inode link) throws IOException {
    InodeNumber number = require(link, FileType.SYMLINK);
    if (link.size() == 0 || link.size() > MAX_LINK_TARGET) {
      throw volume.malformed("length of link target of inode " + number.objectId());
    }
    return content(link).read(0, (int) link.size());
  }

  @Override
  public List<Xattr> xattrs(Inode inode) throws IOException {
    InodeNumber number = InodeNumber.of(inode.number());
    return number.placeholder() ? List.of() : XattrReader.list(volume, subvolumes, number);
  }

  @Override
  public void freeSpace(RangeVisitor visitor) throws IOException {
    new AllocationMap(volume).freeSpace(visitor);
  }

  private static InodeNumber require(Inode inode, FileType type) {
    if (inode.type() != type) {
      throw new IllegalArgumentException("inode " + inode.number() + " is not a " + type.label());
    }
    return InodeNumber.of(inode.number());
  }
}
